namespace CommunityIntel.RankCards;

public enum RankCardTheme
{
    Dark,
    Light,
}
