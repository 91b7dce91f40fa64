using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// <c>/stats server|channel|member|voice [range]</c>: the figures of some weeks beside those of as many weeks before. Channels are
/// mentioned, so that Discord shows a name only to those who may see the channel.
/// </summary>
public sealed class StatsCommand(IGrainFactory grains, DashboardLinks links, CommandTexts texts) : ICommand
{
    private const int Accent = 0x2F58CD;
    private const int MostChannels = 5;

    public string Name => "stats";

    public DiscordApplicationCommand Definition(CommandTexts texts)
    {
        var range = texts.Option(DiscordOptionType.Whole, "stats.range") with
        {
            Choices = [.. StatsPeriod.Ranges.Select(d => DiscordApplicationCommandChoice.Of(texts.Default($"range.{d}.long"), d, texts.Others($"range.{d}.long")))],
        };
        return texts.Command(
            Name,
            texts.Subcommand("stats.server", range),
            texts.Subcommand("stats.channel", texts.Option(DiscordOptionType.Channel, "stats.channel.channel"), range),
            texts.Subcommand("stats.member", texts.Option(DiscordOptionType.User, "stats.member.member"), range),
            texts.Subcommand("stats.voice", range));
    }

    // One person's figures are for who asked; so are those of a channel that not everybody here may see.
    public bool IsPrivate(CommandCall run) =>
        run.Subcommand == "member" || (run.Subcommand == "channel" && run.ChannelId("channel") is { } channel && channel != run.Interaction.ChannelId);

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var guild = grains.GetGrain<IGuildGrain>((long)run.GuildId);
        if (await guild.GetProfileAsync() is not { FirstDay: not null } profile) return Notice(run, "command.stats.none");
        var period = StatsPeriod.Of(profile, run.Whole("range"));
        var text = new StatsText(texts, IsPrivate(run) ? run.Culture : run.PublicCulture, period);
        if (run.Subcommand == "member") return await MemberAsync(run, period, text);
        var now = await guild.GetActivityAsync(period.First, period.Last);
        var before = period.IsComparable ? await guild.GetActivityAsync(period.PreviousFirst, period.PreviousLast) : null;
        return run.Subcommand switch
        {
            "channel" => Channel(run, period, text, now, before),
            "voice" => Voice(run, period, text, now, before),
            _ => Server(run, period, text, now, before),
        };
    }

    private DiscordMessageBuilder Server(CommandCall run, StatsPeriod period, StatsText text, ActivityReport now, ActivityReport? before)
    {
        var (t, b) = (now.Totals, before?.Totals);
        if (t is { Messages: 0, VoiceSeconds: 0, Joins: 0, Leaves: 0 }) return Notice(run, "command.stats.quiet");
        List<DiscordEmbedField> fields =
        [
            text.Compared("command.stats.messages", t.Messages, b?.Messages, text.Count),
            text.Compared("command.stats.active", t.ActiveMembers, b?.ActiveMembers, text.Count),
            text.Compared("command.stats.voiceTime", t.VoiceSeconds, b?.VoiceSeconds, text.Hours),
            text.Compared("command.stats.joined", t.Joins, b?.Joins, text.Count),
            text.Compared("command.stats.left", t.Leaves, b?.Leaves, text.Count),
            text.Course("command.stats.course", [.. now.Days.Select(d => (double)d.Messages)], text.Count),
        ];
        if (t.Messages > 0)
            fields.Add(new(text.In("command.stats.topChannels"), Top(text, now.Channels.Where(c => c.Messages > 0), c => c.Messages, text.Count, t.Messages)));
        return Page(run, period, text, "command.stats.server.title", fields, now);
    }

    private DiscordMessageBuilder Voice(CommandCall run, StatsPeriod period, StatsText text, ActivityReport now, ActivityReport? before)
    {
        var seconds = now.Totals.VoiceSeconds;
        if (seconds == 0) return Notice(run, "command.stats.quietVoice");
        List<DiscordEmbedField> fields =
        [
            text.Compared("command.stats.voiceTime", seconds, before?.Totals.VoiceSeconds, text.Hours),
            text.Compared("command.stats.voicePerDay", (double)seconds / period.Days, (double?)before?.Totals.VoiceSeconds / period.Days, text.Hours),
            text.Course("command.stats.voiceCourse", [.. now.Days.Select(d => (double)d.VoiceSeconds)], text.Hours),
            new(text.In("command.stats.topVoice"), Top(text, now.Channels.Where(c => c.VoiceSeconds > 0).OrderByDescending(c => c.VoiceSeconds), c => c.VoiceSeconds, text.Hours, seconds)),
        ];
        return Page(run, period, text, "command.stats.voice.title", fields, now);
    }

    private DiscordMessageBuilder Channel(CommandCall run, StatsPeriod period, StatsText text, ActivityReport now, ActivityReport? before)
    {
        var id = run.ChannelId("channel") ?? run.Interaction.ChannelId ?? 0;
        if (now.Channels.FirstOrDefault(c => c.ChannelId == (long)id) is not { } channel) return Notice(run, "command.stats.quietChannel", $"<#{id}>");
        var earlier = before?.Channels.FirstOrDefault(c => c.ChannelId == (long)id);
        List<DiscordEmbedField> fields = [text.Compared("command.stats.messages", channel.Messages, before is null ? null : earlier?.Messages ?? 0, text.Count)];
        if (channel.Messages > 0 && now.Totals.Messages > 0)
            fields.Add(new(text.In("command.stats.ofServer"), $"**{text.Share((double)channel.Messages / now.Totals.Messages)}**", Inline: true));
        if (channel.VoiceSeconds > 0 || earlier?.VoiceSeconds > 0)
            fields.Add(text.Compared("command.stats.voiceTime", channel.VoiceSeconds, before is null ? null : earlier?.VoiceSeconds ?? 0, text.Hours));
        return Page(run, period, text, "command.stats.channel.title", fields, now, $"<#{id}>");
    }

    private async Task<DiscordMessageBuilder> MemberAsync(CommandCall run, StatsPeriod period, StatsText text)
    {
        var user = run.User("member") ?? run.Author;
        var name = Markdown.Plain(run.NameOf(user));
        if (user.Bot) return Notice(run, "command.stats.bot", name);
        var all = await grains.GetGrain<IGuildStatsGrain>((long)run.GuildId).GetMemberActivityAsync((long)user.Id, (long)run.Author.Id, period.PreviousFirst, period.Last);
        var (now, before) = (all.Days.Where(d => d.Date >= period.First).ToList(), all.Days.Where(d => d.Date < period.First).ToList());
        if (now.Count == 0) return user.Id == run.Author.Id ? Notice(run, "command.stats.quietYou") : Notice(run, "command.stats.quietMember", name);
        var byDate = now.ToDictionary(d => d.Date, d => (double)d.Messages);
        List<DiscordEmbedField> fields =
        [
            text.Compared("command.stats.messages", now.Sum(d => (long)d.Messages), before.Sum(d => (long)d.Messages), text.Count),
            text.Compared("command.stats.voiceTime", now.Sum(d => d.VoiceSeconds), before.Sum(d => d.VoiceSeconds), text.Hours),
            text.Compared("command.stats.xp", now.Sum(d => d.Xp), before.Sum(d => d.Xp), text.Count),
            text.Compared("command.stats.days", now.Count, before.Count, text.Count),
            text.Course("command.stats.course", [.. Enumerable.Range(0, period.Days).Select(i => byDate.GetValueOrDefault(period.First.AddDays(i)))], text.Count),
        ];
        return Page(run, period, text, "command.stats.member.title", fields, null, name);
    }

    private DiscordMessageBuilder Page(
        CommandCall run, StatsPeriod period, StatsText text, string title, IReadOnlyList<DiscordEmbedField> fields, ActivityReport? report, string? subject = null)
    {
        var lines = new[] { subject, text.Heading(), report?.Gaps is { Count: > 0 } ? text.In("command.stats.gaps") : null };
        return new DiscordMessageBuilder
        {
            Embeds = [new DiscordEmbed { Title = text.In(title), Description = string.Join('\n', lines.Where(line => line is not null)), Color = Accent, Fields = fields }],
            Components = links.Overview(run.GuildId, period.Days) is { } uri ? [DiscordComponent.ActionRow(DiscordComponent.LinkButton(uri, text.In("command.dashboard.open")))] : null,
        };
    }

    private static string Top(StatsText text, IEnumerable<ChannelActivity> channels, Func<ChannelActivity, double> of, Func<double, string> write, double all) =>
        string.Join('\n', channels.Take(MostChannels).Select((c, i) => $"{text.Count(i + 1)}. <#{c.ChannelId}> · {write(of(c))} · {text.Share(of(c) / all)}"));

    private DiscordMessageBuilder Notice(CommandCall run, string key, params object[] arguments) =>
        new DiscordMessageBuilder { Content = texts.In(run.Culture, key, arguments) }.AsEphemeral();
}
