using System.Globalization;
using CommunityIntel.RankCards.Fonts;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

/// <summary>What a test needs and does not care about.</summary>
internal static class Some
{
    public static readonly RankCardTexts English = new(CultureInfo.GetCultureInfo("en-US"))
    {
        Unnamed = "Member",
        Rank = "Rank",
        RankOf = "Rank of {0}",
        Level = "Level",
        Messages = "Messages",
        Voice = "Voice",
        Hours = "{0} h",
        LevelXp = "{0} / {1} XP",
        TotalXp = "{0} XP in total",
        Description = "{0}: rank {1} of {2}, level {3}. {4} of {5} XP to the next level, {6} XP in total. Messages: {7}. Hours in voice: {8}.",
    };

    public static readonly RankCardTexts French = new(CultureInfo.GetCultureInfo("fr-FR"))
    {
        Unnamed = "Membre",
        Rank = "Rang",
        RankOf = "Rang sur {0}",
        Level = "Niveau",
        Messages = "Messages",
        Voice = "Vocal",
        Hours = "{0} h",
        LevelXp = "{0} / {1} XP",
        TotalXp = "{0} XP au total",
        Description = "{0} : rang {1} sur {2}, niveau {3}. {4} XP sur {5} jusqu’au niveau suivant, {6} XP au total. Messages : {7}. Heures en vocal : {8}.",
    };

    /// <summary>Opened once for all tests; fonts are safe to share.</summary>
    public static readonly FontShelf Fonts = new();

    public static RankCard Card(string name = "Amélie Laurent") => new()
    {
        UserId = 1_042_000_000_000_000_000,
        Name = name,
        Texts = English,
        Rank = 12,
        Members = 1_024,
        Level = 31,
        LevelXp = 8_420,
        LevelCost = 12_300,
        TotalXp = 186_420,
        Messages = 9_384,
        VoiceHours = 312,
    };

    /// <summary>A picture of two colours.</summary>
    public static byte[] Avatar(int width = 256, int height = 256, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor(0xFF2A6F77));
            using var paint = new SKPaint { Color = new SKColor(0xFFE9B949), IsAntialias = true };
            canvas.DrawCircle(width * .6f, height * .45f, Math.Min(width, height) * .3f, paint);
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
