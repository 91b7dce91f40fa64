using System.Buffers.Binary;
using CommunityIntel.RankCards.Avatars;
using CommunityIntel.RankCards.Drawing;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

public sealed class AvatarTests
{
    private static readonly Dictionary<string, byte[]> Hostile = new()
    {
        ["nothing"] = [],
        ["text"] = "<html>not found</html>"u8.ToArray(),
        ["svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(),
        ["truncated png"] = Some.Avatar()[..^400],
        ["only a png signature"] = Some.Avatar()[..8],
        ["truncated jpeg"] = Some.Avatar(format: SKEncodedImageFormat.Jpeg)[..600],
        ["truncated webp"] = Some.Avatar(format: SKEncodedImageFormat.Webp)[..100],
        ["20000 x 20000 in its header"] = WithSize(20_000, 20_000),
        ["no width"] = WithSize(0, 64),
        ["1025 wide"] = Some.Avatar(1_025, 8),
        ["1025 high"] = Some.Avatar(8, 1_025),
        ["damaged in the middle"] = Damaged(),
        ["too many bytes"] = [.. Some.Avatar(), .. new byte[AvatarPicture.MaxBytes]],
        ["bmp"] = [(byte)'B', (byte)'M', .. new byte[200]],
    };

    public static TheoryData<string> Kinds => [.. Hostile.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void A_picture_that_cannot_be_trusted_becomes_initials(string kind)
    {
        AvatarPicture.Decode(Hostile[kind]).Should().BeNull();

        RankCardPainter.Draw(Some.Card() with { Avatar = Hostile[kind] }, Some.Fonts).Png.ToArray()
            .Should().Equal(RankCardPainter.Draw(Some.Card(), Some.Fonts).Png.ToArray());
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_picture_in_the_formats_of_Discord_is_shown(SKEncodedImageFormat format)
    {
        using var picture = AvatarPicture.Decode(Some.Avatar(1_024, 1_024, format));

        picture!.Width.Should().Be(1_024);
    }

    [Theory]
    [InlineData("Amélie Laurent", "AL")]
    [InlineData("zoé", "Z")]
    [InlineData("the very long name", "TV")]
    [InlineData("★ ninja", "★")]
    [InlineData("★ninja turtle", "NT")]
    [InlineData("محمد الأمين", "م")]
    [InlineData("김민준 한국어", "김")]
    [InlineData("👩🏽‍🚀 go", "👩🏽‍🚀")]
    [InlineData("1️⃣", "1️⃣")]
    [InlineData("(╯°□°)╯", "")]
    [InlineData("", "")]
    public void Initials_are_whole_characters(string name, string initials) => Initials.Of(name).Should().Be(initials);

    [Fact]
    public void Initials_can_be_read_on_every_colour()
    {
        for (ulong id = 0; id < 64; id++) Palette.Contrast(SKColors.White, Initials.ColourOf(id << 22)).Should().BeGreaterThanOrEqualTo(4.5);
    }

    private static byte[] Damaged()
    {
        var file = Some.Avatar();
        for (var i = file.Length / 2; i < (file.Length / 2) + 40; i++) file[i] ^= 0x5A;
        return file;
    }

    // IHDR: length, name, width, height … checksum.
    private static byte[] WithSize(int width, int height)
    {
        var file = Some.Avatar(64, 64);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Checksum(file.AsSpan(12, 17)));
        return file;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var it in bytes)
        {
            crc ^= it;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
