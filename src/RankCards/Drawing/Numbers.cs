using System.Globalization;
using CompositeFormat = System.Text.CompositeFormat;

namespace CommunityIntel.RankCards.Drawing;

/// <summary>A number in full, and in short for where that does not fit: 1,234,567 and 1.2M.</summary>
internal sealed record Figure(string Full, string Short);

/// <summary>The numbers of a card as people read them.</summary>
internal sealed class Numbers(RankCard card)
{
    private const string Unranked = "–";

    private readonly CultureInfo _format = card.Texts.Format;

    public Figure Rank => card.Rank > 0 ? new("#" + Whole(card.Rank), "#" + Short(card.Rank)) : new(Unranked, Unranked);

    public string RankLabel => card.Members > 0 ? Say(card.Texts.RankOf, Whole(card.Members)) : card.Texts.Rank;

    public Figure Level => new(Whole(card.Level), Short(card.Level));

    public Figure Messages => new(Whole(card.Messages), Short(card.Messages));

    public Figure Voice => new(Say(card.Texts.Hours, Hours), Say(card.Texts.Hours, Short(WholeHours)));

    public string LevelXp => Say(card.Texts.LevelXp, Whole(card.LevelXp), Whole(card.LevelCost));

    public string TotalXp => Say(card.Texts.TotalXp, Whole(card.TotalXp));

    /// <summary>0 to 1.</summary>
    public float Progress => card.LevelCost <= 0 ? 0 : (float)Math.Clamp((double)card.LevelXp / card.LevelCost, 0, 1);

    public string Description(string name) => Say(
        card.Texts.Description, name, Rank.Full, Whole(card.Members), Level.Full, Whole(card.LevelXp), Whole(card.LevelCost), Whole(card.TotalXp), Messages.Full, Hours);

    // One decimal below ten, none above.
    private string Hours => card.VoiceHours is > 0 and < 9.95 ? card.VoiceHours.ToString("#,0.#", _format) : Whole(WholeHours);

    private long WholeHours => double.IsNaN(card.VoiceHours) ? 0 : (long)Math.Clamp(Math.Round(card.VoiceHours), 0, 1e15);

    private bool French => _format.TwoLetterISOLanguageName == "fr";

    // As the dashboard shortens.
    private string Short(long value) => value switch
    {
        >= 999_950 => Scaled(value / 1e6, "M"),
        >= 10_000 => Scaled(value / 1e3, French ? "k" : "K"),
        _ => Whole(value),
    };

    private string Scaled(double value, string unit) => value.ToString(value >= 999.95 ? "#,0" : "#,0.#", _format) + (French ? "\u202f" : "") + unit;

    private string Whole(long value) => Math.Max(0, value).ToString("N0", _format);

    private string Say(string text, params object[] values) => string.Format(_format, CompositeFormat.Parse(text), values);
}
