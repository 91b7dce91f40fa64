using SkiaSharp;

namespace CommunityIntel.RankCards.Avatars;

/// <summary>Decodes what a member uploaded; never more of it than fits, and never by believing it.</summary>
internal static class AvatarPicture
{
    public const int MaxBytes = 512 * 1024;
    public const int MaxSide = 1024;

    private static readonly SKEncodedImageFormat[] Formats = [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp];

    /// <summary>The picture; none when it is empty, too big, broken or of another kind. The first frame of an animation.</summary>
    public static SKImage? Decode(ReadOnlyMemory<byte> file)
    {
        if (file.Length is 0 or > MaxBytes) return null;
        using var copy = SKData.CreateCopy(file.Span);
        using var codec = SKCodec.Create(copy);
        if (codec is null || !Formats.Contains(codec.EncodedFormat)) return null;
        if (codec.Info.Width is < 1 or > MaxSide || codec.Info.Height is < 1 or > MaxSide) return null;

        var shape = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(shape)) return null;
        return codec.GetPixels(shape, bitmap.GetPixels()) == SKCodecResult.Success ? SKImage.FromBitmap(bitmap) : null;
    }
}
