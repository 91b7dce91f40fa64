using System.Globalization;
using System.Text;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Privacy;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// <c>/privacy show|hide|anonymise|stop|export|delete</c>: what holds for whoever asks, in every guild. A choice says what it does and
/// is then confirmed with a button; a deletion is confirmed by a word typed into a form.
/// </summary>
public sealed class PrivacyCommand(IGrainFactory grains, CommandTexts texts) : ICommand
{
    /// <summary>Larger files are downloaded from the dashboard. Discord takes 10 MiB.</summary>
    private const int MostBytes = 8 * 1024 * 1024;
    private const string Word = "word";

    private static readonly (string Name, MemberChoices Choice)[] Choices =
        [("hide", MemberChoices.Hide), ("anonymise", MemberChoices.Anonymise), ("stop", MemberChoices.StopCollecting)];

    public string Name => "privacy";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(
        Name,
        [
            texts.Subcommand("privacy.show"), .. Choices.Select(c => texts.Subcommand($"privacy.{c.Name}", State())),
            texts.Subcommand("privacy.export"), texts.Subcommand("privacy.delete"),
        ]);

    public bool IsPrivate(CommandCall run) => true;

    public DiscordInteractionResponse.Modal? Form(CommandCall run) => run.Subcommand == "delete"
        ? new DiscordInteractionResponse.Modal(
            $"{Name}:delete", texts.In(run.Culture, "mydata.delete"),
            [DiscordComponent.TextField(Word, texts.In(run.Culture, "mydata.delete.type", texts.In(run.Culture, "mydata.delete.word")))])
        : null;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var person = grains.GetGrain<IMemberPrivacyGrain>((long)run.Author.Id);
        var asked = run.IsClick || run.IsForm ? run.ClickedOn : [run.Subcommand ?? "show"];
        return asked switch
        {
            ["delete"] when run.IsForm => await DeleteAsync(run, person),
            ["cancel"] => Said(run, await person.CancelDeletionAsync(), "mydata.saved"),
            ["export"] => await ExportAsync(run, person, cancellation),
            [var word, var state] when Find(word) is { } choice => Said(run, await person.ChooseAsync(choice, state == "on"), "mydata.saved"),
            [var word] when Find(word) is not null => Propose(run, word, run.Text("state") != "off", await person.GetAsync()),
            _ => Said(run, await person.GetAsync(), null),
        };
    }

    // What it does is said before it is done.
    private DiscordMessageBuilder Propose(CommandCall run, string word, bool isOn, MemberPrivacy now)
    {
        var (culture, choice) = (run.Culture, Find(word)!.Value);
        if (now.Choices.HasFlag(choice) == isOn) return Said(run, now, "command.privacy.already");
        var key = isOn ? $"choice.{word}.effect" : $"choice.{word}.undo";
        return new DiscordMessageBuilder
        {
            Content = $"**{texts.In(culture, $"choice.{word}")}**\n{texts.In(culture, key)}\n{texts.In(culture, "command.privacy.everywhere")}",
            Components =
            [
                DiscordComponent.ActionRow(
                    DiscordComponent.Button($"{Name}:{word}:{(isOn ? "on" : "off")}", texts.In(culture, isOn ? $"choice.{word}.take" : $"choice.{word}.take-back"), DiscordButtonStyle.Primary),
                    DiscordComponent.Button($"{Name}:show", texts.In(culture, "command.privacy.leave"))),
            ],
        };
    }

    private async Task<DiscordMessageBuilder> DeleteAsync(CommandCall run, IMemberPrivacyGrain person)
    {
        var isMeant = string.Equals(run.Field(Word)?.Trim(), texts.In(run.Culture, "mydata.delete.word"), StringComparison.OrdinalIgnoreCase);
        return isMeant ? Said(run, await person.RequestDeletionAsync(), null) : Said(run, await person.GetAsync(), "mydata.mistyped");
    }

    private async Task<DiscordMessageBuilder> ExportAsync(CommandCall run, IMemberPrivacyGrain person, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        await foreach (var piece in person.ExportAsync(cancellation))
        {
            if (file.Length + piece.Length > MostBytes) return new DiscordMessageBuilder { Content = texts.In(run.Culture, "command.privacy.large") };
            await file.WriteAsync(piece, cancellation);
        }

        return new DiscordMessageBuilder
        {
            Content = texts.In(run.Culture, "mydata.export.body"),
            Files = [new DiscordFile("my-data.json", file.ToArray(), "application/json")],
        };
    }

    /// <summary>What holds now, and how to go back.</summary>
    private DiscordMessageBuilder Said(CommandCall run, MemberPrivacy now, string? first)
    {
        var culture = run.Culture;
        var said = new StringBuilder();
        if (first is not null) said.AppendLine(texts.In(culture, first)).AppendLine();
        said.AppendLine(texts.In(culture, "command.privacy.now"));
        foreach (var (word, choice) in Choices)
        {
            var isOn = now.Choices.HasFlag(choice);
            said.AppendLine(culture, $"{(isOn ? "✅" : "▫️")} **{texts.In(culture, $"choice.{word}")}** · {texts.In(culture, isOn ? "choice.on" : "choice.off")} · `/{Path(culture, word)} {(isOn ? texts.In(culture, "command.privacy.state.off") : texts.In(culture, "command.privacy.state.on"))}`");
        }

        said.AppendLine(texts.In(culture, "command.privacy.everywhere"));
        if (now.DeletionDueAt is not { } due) return new DiscordMessageBuilder { Content = said.ToString() };
        // Discord shows the instant in the reader's own time zone.
        var moment = string.Create(CultureInfo.InvariantCulture, $"<t:{due.ToUnixTimeSeconds()}:f>");
        said.AppendLine().Append("⏳ ").Append(texts.In(culture, "mydata.pending", moment)).Append(' ').Append(texts.In(culture, "mydata.pending.body"));
        return new DiscordMessageBuilder
        {
            Content = said.ToString(),
            Components = [DiscordComponent.ActionRow(DiscordComponent.Button($"{Name}:cancel", texts.In(culture, "mydata.cancel"), DiscordButtonStyle.Primary))],
        };
    }

    private string Path(CultureInfo culture, string word) =>
        Equals(culture, CommandTexts.French) ? $"{texts.In(culture, "command.privacy")} {texts.In(culture, $"command.privacy.{word}")}" : $"{Name} {word}";

    private DiscordApplicationCommandOption State() => texts.Option(DiscordOptionType.Text, "privacy.state", required: true) with
    {
        Choices = [texts.Choice("command.privacy.state.on", "on"), texts.Choice("command.privacy.state.off", "off")],
    };

    private static MemberChoices? Find(string word) => Choices.FirstOrDefault(c => c.Name == word) is { Name: not null } found ? found.Choice : null;
}
