using System.Globalization;
using System.Text;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.Discord.Entities;
using CommunityIntel.GrainInterfaces.Digests;
using DigestText = CommunityIntel.Domain.Digests.DigestText;

namespace CommunityIntel.BotShard.Digests;

/// <summary>A digest as a card on Discord. Its words are shown as they are written: nothing in them formats, mentions or links.</summary>
public sealed class DigestEmbed(CommandTexts texts, DashboardLinks links)
{
    private const int Accent = 0x2F58CD;

    /// <summary>Characters of a card's text (Discord API reference, Embed Limits: 4 096), with room for the last line.</summary>
    private const int LongestText = 3_900;

    private const int MostLinks = 3;

    /// <summary>UTF-16 code units of an item's text or title, or of a channel's name.</summary>
    private const int LongestWords = 280;

    /// <param name="culture">Of the words around the digest; its own are in the language it was made in.</param>
    /// <param name="quotes">False: quotations are links alone. What is posted stays when a message is deleted, so nobody's words are.</param>
    public DiscordEmbed Of(DigestReading digest, ulong guildId, CultureInfo culture, bool quotes = true) => new()
    {
        Title = Title(digest, culture), Color = Accent, Url = digest.Id == 0 ? null : links.Digest(guildId, digest.Span, digest.FirstDay)?.ToString(),
        Description = Text(digest, guildId, culture, quotes), Footer = new DiscordEmbedFooter(Foot(digest, culture)),
    };

    private string Title(DigestReading digest, CultureInfo culture) => texts.In(
        culture, $"command.digest.title.{digest.Span switch { DigestSpan.Day => "day", DigestSpan.Week => "week", _ => "missed" }}",
        digest.FirstDay.ToString("m", culture), digest.LastDay.ToString("m", culture));

    private string Text(DigestReading digest, ulong guildId, CultureInfo culture, bool quotes)
    {
        var text = new StringBuilder(Figures(digest, culture));
        foreach (var kind in digest.Items.GroupBy(i => i.Kind).OrderBy(k => k.Key))
        {
            var heading = $"\n\n**{texts.In(culture, KeyOf(kind.Key))}**";
            foreach (var (i, item) in kind.Index())
            {
                var line = $"{(i == 0 ? heading : "")}\n{Line(item, guildId, culture, quotes)}";
                if (text.Length + line.Length > LongestText) return text.ToString();
                text.Append(line);
            }
        }

        if (digest.Items.Count == 0) text.Append("\n\n").Append(texts.In(culture, $"digest.nothing.{digest.Making.WhyNoModel}"));
        return text.ToString();
    }

    private static string KeyOf(DigestItemKind kind) => kind switch
    {
        DigestItemKind.OpenQuestion => "digest.kind.openquestion",
        DigestItemKind.Decision => "digest.kind.decision",
        DigestItemKind.Event => "digest.kind.event",
        _ => "digest.kind.topic",
    };

    private string Figures(DigestReading digest, CultureInfo culture)
    {
        var f = digest.Figures;
        var figures = texts.In(culture, "command.digest.figures", f.Messages.ToString("N0", culture), f.ActiveMembers.ToString("N0", culture));
        return digest.Span == DigestSpan.SinceLastMessage ? figures : $"{figures} · {texts.In(culture, "command.digest.before", f.MessagesBefore.ToString("N0", culture))}";
    }

    private string Line(DigestItem item, ulong guildId, CultureInfo culture, bool quotes)
    {
        var title = item.Title.Length == 0 ? "" : $"**{Shown(item.Title)}** · ";
        var text = item.IsQuote && !quotes ? "" : item.Text is null ? texts.In(culture, "digest.quote.gone") : item.IsQuote ? texts.In(culture, "command.digest.quote", Shown(item.Text)) : Shown(item.Text);
        var sources = item.Sources.Take(MostLinks).Select((s, i) => string.Create(
            CultureInfo.InvariantCulture, $"[{(i == 0 && s.ChannelName is { } name ? Shown("#" + name) : $"{i + 1}")}](https://discord.com/channels/{guildId}/{s.ChannelId}/{s.MessageId})"));
        return $"{title}{text} {string.Join(' ', sources)}".TrimStart();
    }

    // Somebody else's words keep their own direction and do not turn the line's (Unicode, isolates); they bring no marks of direction.
    private static string Shown(string words) => $"\u2068{Markdown.Plain(DigestText.Line(words, LongestWords))}\u2069";

    private string Foot(DigestReading digest, CultureInfo culture) => digest.Maker switch
    {
        DigestMaker.Model => texts.In(culture, "command.digest.by-model", digest.Making.Model),
        DigestMaker.Extract => texts.In(culture, "command.digest.by-extract"),
        _ => texts.In(culture, "command.digest.by-counters"),
    };
}
