using System.Globalization;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// <c>/xp give|take|set|reset|undo</c>: a member's XP by hand, each change with the way back. Resetting everybody is confirmed in a form.
/// The interaction's id names the request, so that it changes XP once.
/// </summary>
public sealed class XpCommand(IGrainFactory grains, XpAnswers answers) : ICommand
{
    private const string Everybody = "everybody";
    private const string Undo = "undo";
    private const string Word = "word";

    private static readonly Dictionary<string, XpChangeKind> Kinds = new()
    {
        ["give"] = XpChangeKind.Give, ["take"] = XpChangeKind.Take, ["set"] = XpChangeKind.Set, ["reset"] = XpChangeKind.Reset,
    };

    public string Name => "xp";

    public DiscordPermissions Needs => DiscordPermissions.ManageGuild;

    public DiscordApplicationCommand Definition(CommandTexts texts)
    {
        return texts.Command(
            Name,
            texts.Subcommand("xp.give", Member(true), Amount(1)),
            texts.Subcommand("xp.take", Member(true), Amount(1)),
            texts.Subcommand("xp.set", Member(true), Amount(0)),
            texts.Subcommand("xp.reset", texts.Option(DiscordOptionType.User, "xp.reset.member")),
            texts.Subcommand("xp.undo", texts.Option(DiscordOptionType.User, "xp.undo.member")));

        DiscordApplicationCommandOption Member(bool required) => texts.Option(DiscordOptionType.User, "xp.member", required);
        DiscordApplicationCommandOption Amount(long least) => texts.Option(DiscordOptionType.Whole, "xp.amount", required: true) with { MinValue = least, MaxValue = XpAnswers.MostXp };
    }

    public bool IsPrivate(CommandCall run) => true;

    public DiscordInteractionResponse.Modal? Form(CommandCall run) =>
        run.Subcommand == "reset" && run.User("member") is null ? answers.ConfirmEverybody(run.Culture, $"{Name}:{Everybody}", Word) : null;

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        if (run.IsForm) return ResetEverybodyAsync(run);
        if (run.IsClick) return UndoAsync(run, long.TryParse(run.ClickedOn.ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var entry) ? entry : 0);
        return run.Subcommand == "undo" ? UndoLastAsync(run) : ChangeAsync(run, Kinds[run.Subcommand!]);
    }

    private async Task<DiscordMessageBuilder> ChangeAsync(CommandCall run, XpChangeKind kind)
    {
        var user = run.User("member")!;
        var name = Markdown.Plain(run.NameOf(user));
        if (user.Bot) return answers.Say(run.Culture, "command.xp.isBot", name);
        // Whoever left may still lose XP, but earns none.
        if (kind is XpChangeKind.Give or XpChangeKind.Set && !run.IsMember(user)) return answers.Say(run.Culture, "command.xp.notHere", name);
        var amount = run.Whole("amount") ?? 0;
        if (amount is < 0 or > XpAnswers.MostXp) return answers.OutOfRange(run.Culture, amount);
        var change = new XpChange((long)user.Id, kind, amount, KeyOf(run), run.NameOf(user), user.Avatar);
        var answer = await grains.GetGrain<IGuildXpGrain>((long)run.GuildId).ChangeXpAsync(change, ActorOf(run));
        return answers.Changed(run.Culture, name, amount, answer, $"{Name}:{Undo}:{answer.EntryId.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<DiscordMessageBuilder> ResetEverybodyAsync(CommandCall run)
    {
        if (!answers.IsConfirmed(run.Culture, run.Field(Word))) return answers.NotConfirmed(run.Culture);
        var answer = await grains.GetGrain<IGuildXpGrain>((long)run.GuildId).ResetEverybodyAsync(KeyOf(run), ActorOf(run));
        return answers.EverybodyReset(run.Culture, answer, $"{Name}:{Undo}:{answer.EntryId.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<DiscordMessageBuilder> UndoAsync(CommandCall run, long entryId) =>
        answers.Undone(run.Culture, await Audit(run).UndoAsync(entryId, KeyOf(run), ActorOf(run)));

    private async Task<DiscordMessageBuilder> UndoLastAsync(CommandCall run)
    {
        var user = run.User("member");
        return answers.Undone(run.Culture, await Audit(run).UndoLastAsync((long?)user?.Id, KeyOf(run), ActorOf(run)));
    }

    private IGuildAuditGrain Audit(CommandCall run) => grains.GetGrain<IGuildAuditGrain>((long)run.GuildId);

    private static string KeyOf(CommandCall run) => string.Create(CultureInfo.InvariantCulture, $"interaction:{run.Interaction.Id}");

    private static Actor ActorOf(CommandCall run) => new((long)run.Author.Id, run.NameOf(run.Author), ActorSource.Command);
}
