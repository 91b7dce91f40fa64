using System.Globalization;
using System.Text.Json;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.BotShard.Commands;

/// <summary>What a manager reads about XP that was changed by hand.</summary>
public sealed class XpAnswers(CommandTexts texts)
{
    public const long MostXp = XpCurve.MostXp;

    public DiscordMessageBuilder Say(CultureInfo culture, string key, params object[] arguments) => new() { Content = texts.In(culture, key, arguments) };

    public DiscordMessageBuilder OutOfRange(CultureInfo culture, long amount) =>
        Say(culture, amount < 0 ? "command.xp.negative" : "command.xp.tooMuch", Number(culture, MostXp));

    /// <param name="name">Safe to show.</param>
    /// <param name="undo">The <c>custom_id</c> of the way back.</param>
    public DiscordMessageBuilder Changed(CultureInfo culture, string name, long amount, XpChangeAnswer answer, string undo)
    {
        if (answer.Outcome is XpChangeOutcome.IsBot) return Say(culture, "command.xp.isBot", name);
        if (answer.Outcome is XpChangeOutcome.NotCollected) return Say(culture, "command.xp.notCollected", name);
        if (answer.Outcome is XpChangeOutcome.AmountOutOfRange) return OutOfRange(culture, amount);
        if (answer.Outcome is XpChangeOutcome.NothingToChange) return Say(culture, "command.xp.nothing", name, Number(culture, answer.Before));
        var levels = answer.LevelBefore == answer.LevelAfter
            ? texts.In(culture, "command.xp.sameLevel", Number(culture, answer.LevelAfter))
            : texts.In(culture, "command.xp.newLevel", Number(culture, answer.LevelBefore), Number(culture, answer.LevelAfter));
        return WithUndo(culture, texts.In(culture, "command.xp.changed", name, Number(culture, answer.Before), Number(culture, answer.After), levels), undo);
    }

    /// <summary>A word to type: one click too many must not reset a server.</summary>
    public DiscordInteractionResponse.Modal ConfirmEverybody(CultureInfo culture, string customId, string field) => new(
        customId, texts.In(culture, "command.xp.everybody.title"),
        [
            DiscordComponent.TextField(field, texts.In(culture, "command.xp.everybody.field", texts.In(culture, "command.xp.everybody.word"))) with
            {
                Description = texts.In(culture, "command.xp.everybody.about"),
            },
        ]);

    public bool IsConfirmed(CultureInfo culture, string? typed) =>
        string.Equals(typed?.Trim(), texts.In(culture, "command.xp.everybody.word"), StringComparison.OrdinalIgnoreCase);

    public DiscordMessageBuilder NotConfirmed(CultureInfo culture) => Say(culture, "command.xp.everybody.notConfirmed", texts.In(culture, "command.xp.everybody.word"));

    public DiscordMessageBuilder EverybodyReset(CultureInfo culture, EverybodyResetAnswer answer, string undo) => answer.EntryId == 0
        ? Say(culture, "command.xp.everybody.none")
        : WithUndo(culture, texts.In(culture, "command.xp.everybody.done", Number(culture, answer.Members)), undo);

    public DiscordMessageBuilder Undone(CultureInfo culture, UndoAnswer answer) => answer switch
    {
        { Outcome: UndoOutcome.Done, Entry: { Action: AuditAction.EverybodyRestored } entry } =>
            Say(culture, "command.xp.undo.everybody", Number(culture, Figure(entry.After, "members") ?? 0)),
        { Outcome: UndoOutcome.Done, Entry: { } entry } => Say(
            culture, "command.xp.undo.done", Markdown.Plain(entry.SubjectName ?? $"#{entry.SubjectId}"),
            Number(culture, Figure(entry.Before, "xp") ?? 0), Number(culture, Figure(entry.After, "xp") ?? 0)),
        { Outcome: UndoOutcome.AlreadyUndone } => Say(culture, "command.xp.undo.already"),
        { Outcome: UndoOutcome.TooLate } => Say(culture, "command.xp.undo.tooLate"),
        _ => Say(culture, "command.xp.undo.notFound"),
    };

    private DiscordMessageBuilder WithUndo(CultureInfo culture, string content, string undo) => new()
    {
        Content = content,
        Components = [DiscordComponent.ActionRow(DiscordComponent.Button(undo, texts.In(culture, "command.xp.undo.button")))],
    };

    private static string Number(CultureInfo culture, long value) => value.ToString("N0", culture);

    private static long? Figure(string? json, string name)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;
    }
}
