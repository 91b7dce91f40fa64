namespace CommunityIntel.RankCards;

/// <summary>What became of a request for a card: the picture, or why there is none. An embed says the same in words.</summary>
public abstract record RankCardOutcome
{
    private RankCardOutcome()
    {
    }

    public sealed record Drawn(RankCardImage Image) : RankCardOutcome;

    /// <summary>As many cards are being drawn or wait as may.</summary>
    public sealed record Busy : RankCardOutcome;

    /// <summary>It was not ready within <see cref="RankCardsOptions.PatienceMs"/>.</summary>
    public sealed record TooSlow : RankCardOutcome;
}
