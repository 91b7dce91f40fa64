using System.Security.Cryptography;

namespace CommunityIntel.RankCards;

/// <summary>Everything that a card's picture depends on: two cards with equal keys look the same.</summary>
internal readonly record struct RankCardKey(RankCard Rest, string Avatar)
{
    public static RankCardKey Of(RankCard card) =>
        new(card with { Avatar = default }, card.Avatar.IsEmpty ? "" : Convert.ToHexString(SHA256.HashData(card.Avatar.Span)));

    /// <summary>Bytes that keeping it takes, about; texts are shared by all cards.</summary>
    public int Size => 512 + (2 * (Rest.Name.Length + Avatar.Length));
}
