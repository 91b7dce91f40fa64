using CommunityIntel.BotShard.Digests;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Digests;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/digest [today|week]</c>: what the server talked about, for who asks alone and of what they can read.</summary>
public sealed class DigestCommand(AskedDigest asked) : ICommand
{
    private const string Today = "today", Week = "week";

    public string Name => "digest";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(
        Name, texts.Option(DiscordOptionType.Text, "digest.period") with { Choices = [texts.Choice("digest.period.today", Today), texts.Choice("digest.period.week", Week)] });

    public bool IsPrivate(CommandCall run) => true;

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation) =>
        asked.AnswerAsync(run, run.Text("period") == Week ? DigestSpan.Week : DigestSpan.Day, cancellation);
}

/// <summary><c>/missed</c>: what was said since the last message of who asks, in channels that they can read.</summary>
public sealed class MissedCommand(AskedDigest asked) : ICommand
{
    public string Name => "missed";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(Name);

    public bool IsPrivate(CommandCall run) => true;

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation) => asked.AnswerAsync(run, DigestSpan.SinceLastMessage, cancellation);
}

/// <summary>Asks a guild's digests for one that is made for a member, and says what came of it.</summary>
public sealed class AskedDigest(IGrainFactory grains, IDiscordRest discord, DigestEmbed embed, CommandTexts texts)
{
    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, DigestSpan span, CancellationToken cancellation)
    {
        var readable = await ReadableChannels.OfAsync(
            discord, run.GuildId, run.Author.Id, run.Interaction.Member?.Roles ?? [], run.Has(DiscordPermissions.Administrator), cancellation);
        var viewer = new Viewer((long)run.Author.Id, run.Has(DiscordPermissions.ManageGuild));
        var answer = await grains.GetGrain<IGuildDigestsGrain>((long)run.GuildId).MakeAsync(viewer, span, readable);
        var notice = answer.Outcome switch
        {
            DigestOutcome.UnknownGuild => texts.In(run.Culture, "command.stats.none"),
            DigestOutcome.TooOften => texts.In(run.Culture, "command.digest.too-often", answer.TryAgainAt is { } at ? $"<t:{at.ToUnixTimeSeconds()}:t>" : ""),
            DigestOutcome.NothingMissed => texts.In(run.Culture, "command.missed.nothing"),
            DigestOutcome.NoText => texts.In(run.Culture, "command.missed.no-text"),
            DigestOutcome.ReadySinceKept => texts.In(run.Culture, "command.missed.since-kept"),
            _ => null,
        };
        return new DiscordMessageBuilder { Content = notice, Embeds = answer.Reading is { } reading ? [embed.Of(reading, run.GuildId, run.Culture)] : null }.AsEphemeral();
    }
}
