namespace CommunityIntel.RankCards;

/// <summary>A drawn card.</summary>
/// <param name="Png">The picture, <see cref="Width"/> × <see cref="Height"/>, with transparent corners.</param>
/// <param name="Description">Alternative text for the attachment, at most <see cref="MaxDescription"/> characters.</param>
/// <param name="MissingGlyphs">Characters of the name that no font has; drawn as a box or left out.</param>
public sealed record RankCardImage(ReadOnlyMemory<byte> Png, string Description, int MissingGlyphs)
{
    public const int Width = 934;
    public const int Height = 282;

    /// <summary>Discord API reference, Attachment object.</summary>
    public const int MaxDescription = 1024;

    public const string FileName = "rank.png";
}
