using System.Globalization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.RankCards;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/rank [member]</c>: a card with level and rank, or the same in words when no card can be drawn now.</summary>
public sealed class RankCommand(IGrainFactory grains, RankCardRenderer cards, Avatars avatars, CommandTexts texts) : ICommand
{
    private const int Accent = 0x2F58CD;

    public string Name => "rank";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(Name, texts.Option(DiscordOptionType.User, "rank.member"));

    public bool IsPrivate(CommandCall run) => false;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var user = run.User("member") ?? run.Author;
        var name = run.NameOf(user);
        if (user.Bot) return new DiscordMessageBuilder { Content = texts.In(run.Culture, "command.rank.bot", Markdown.Plain(name)) }.AsEphemeral();
        var asked = grains.GetGrain<IGuildBoardsGrain>((long)run.GuildId).GetRankForAsync((long)user.Id, (long)run.Author.Id);
        var avatar = avatars.GetAsync(user.Id, user.Avatar, cancellation);
        if (await asked is not { } rank)
        {
            var none = user.Id == run.Author.Id ? texts.In(run.Culture, "command.rank.none") : texts.In(run.Culture, "command.rank.noneOf", Markdown.Plain(name));
            return new DiscordMessageBuilder { Content = none }.AsEphemeral();
        }

        var outcome = await cards.RenderAsync(CardOf(run, user.Id, name, await avatar, rank), cancellation);
        var answer = outcome is RankCardOutcome.Drawn(var image)
            ? new DiscordMessageBuilder { Files = [new DiscordFile(RankCardImage.FileName, image.Png, "image/png", image.Description)] }
            : new DiscordMessageBuilder { Embeds = [InWords(run, name, rank)] };
        // Whoever chose not to appear to others sees their card alone.
        return rank.IsPrivate ? answer.AsEphemeral() : answer;
    }

    private RankCard CardOf(CommandCall run, ulong userId, string name, ReadOnlyMemory<byte> avatar, MemberRank rank) => new()
    {
        UserId = userId, Name = name, Avatar = avatar, Texts = TextsOf(run.PublicCulture),
        Rank = rank.Entry.Rank, Members = rank.Total, Level = rank.Entry.Level, LevelXp = rank.Entry.XpIntoLevel, LevelCost = rank.Entry.XpForLevel,
        TotalXp = rank.Entry.Xp, Messages = rank.Entry.Messages, VoiceHours = rank.Entry.VoiceSeconds / 3600.0,
    };

    private RankCardTexts TextsOf(CultureInfo culture) => new(culture)
    {
        Unnamed = texts.In(culture, "card.unnamed"), Rank = texts.In(culture, "card.rank"), RankOf = texts.In(culture, "card.rankOf"),
        Level = texts.In(culture, "card.level"), Messages = texts.In(culture, "card.messages"), Voice = texts.In(culture, "card.voice"),
        Hours = texts.In(culture, "card.hours"), LevelXp = texts.In(culture, "card.levelXp"), TotalXp = texts.In(culture, "card.totalXp"),
        Description = texts.In(culture, "card.description"),
    };

    private DiscordEmbed InWords(CommandCall run, string name, MemberRank rank)
    {
        var (culture, e) = (run.PublicCulture, rank.Entry);
        return new DiscordEmbed
        {
            Title = Markdown.Plain(name), Color = Accent,
            Fields =
            [
                new(texts.In(culture, "card.rankOf", rank.Total.ToString("N0", culture)), $"#{e.Rank.ToString("N0", culture)}", Inline: true),
                new(texts.In(culture, "card.level"), e.Level.ToString("N0", culture), Inline: true),
                new("XP", texts.In(culture, "card.levelXp", e.XpIntoLevel.ToString("N0", culture), e.XpForLevel.ToString("N0", culture)), Inline: true),
                new(texts.In(culture, "card.messages"), e.Messages.ToString("N0", culture), Inline: true),
                new(texts.In(culture, "card.voice"), texts.In(culture, "card.hours", (e.VoiceSeconds / 3600.0).ToString("N1", culture)), Inline: true),
            ],
        };
    }
}
