using System.Text.Json;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Components;

namespace CommunityIntel.Web.Settings;

/// <summary>
/// An island that edits one kind of settings. What it edits comes in with the page, so that it is drawn before there is a circuit.
/// A derived editor draws <see cref="Draft"/>, changes it through <see cref="Change"/>, and says how to read, write and describe it.
/// </summary>
/// <typeparam name="T">An immutable record that System.Text.Json can write and read.</typeparam>
public abstract class SettingsEditor<T> : SettingsEditorBase where T : class
{
    private T? _theirs;
    private int _theirVersion;

    [Parameter, EditorRequired] public required T Initial { get; set; }
    [Parameter, EditorRequired] public required int InitialVersion { get; set; }

    /// <summary>What the reader saw stored.</summary>
    protected T Stored { get; private set; } = default!;

    /// <summary>What stands on the page.</summary>
    protected T Draft { get; private set; } = default!;

    protected int Version { get; private set; }

    protected override bool IsChanged => !AreSame(Stored, Draft);

    protected abstract Task<GuildReading<Versioned<T>>> ReadAsync();

    protected abstract Task<GuildReading<SettingsAnswer>> WriteAsync(T settings, int version);

    /// <summary>Every setting in words, to show what somebody else changed.</summary>
    protected abstract IReadOnlyList<SettingField> Describe(T settings);

    /// <summary>The reasons in an answer of this kind of settings' own refusal.</summary>
    protected abstract IReadOnlyList<FieldFault> FaultsOf(SettingsAnswer refused);

    /// <summary>Called whenever the draft is another.</summary>
    protected virtual void DraftChanged()
    {
    }

    protected override void OnInitialized() => Take(Initial, InitialVersion);

    protected void Change(T draft)
    {
        Draft = draft;
        if (State is EditorState.Saved)
            State = EditorState.Editing;
        DraftChanged();
    }

    public override void Discard()
    {
        Take(Stored, Version);
        State = EditorState.Editing;
    }

    public override async Task SaveAsync()
    {
        if (State == EditorState.Saving || HasBadInput)
            return;
        State = EditorState.Saving;
        var draft = Draft;
        StateHasChanged();
        var answer = await WriteAsync(draft, Version);
        await TellAsync(draft, answer);
    }

    public override void UseTheirs()
    {
        if (_theirs is not { } theirs)
            return;
        Take(theirs, _theirVersion);
        State = EditorState.Editing;
    }

    public override async Task SaveMineAsync()
    {
        if (_theirs is not { } theirs)
            return;
        (Stored, Version) = (theirs, _theirVersion);
        State = EditorState.Editing;
        await SaveAsync();
    }

    private async Task TellAsync(T draft, GuildReading<SettingsAnswer> answer)
    {
        SetRefusals([]);
        OverPlan = answer.Value as PlanRefused;
        switch (answer.Value)
        {
            case null:
                State = answer.Outage switch { GuildOutage.NotAllowed => EditorState.NotAllowed, GuildOutage.NoSeat => EditorState.NoSeat, _ => EditorState.NoAnswer };
                break;
            case SettingsSaved saved:
                (Stored, Version, _theirs, Meanwhile) = (draft, saved.Version, null, null);
                State = EditorState.Saved;
                break;
            case SettingsChangedMeanwhile changed:
                await LookAtTheirsAsync(changed);
                break;
            case PlanRefused:
                State = EditorState.Refused;
                break;
            case var refused:
                SetRefusals(FaultsOf(refused));
                State = EditorState.Refused;
                break;
        }
    }

    private async Task LookAtTheirsAsync(SettingsChangedMeanwhile changed)
    {
        var now = await ReadAsync();
        if (now.Value is not { } theirs)
        {
            State = EditorState.NoAnswer;
            return;
        }
        (_theirs, _theirVersion) = (theirs.Settings, theirs.Version);
        var mine = Describe(Draft).ToDictionary(field => field.Key, field => field.Value);
        Meanwhile = new(changed.ByName, changed.At, FieldChange.Between(Describe(Stored), Describe(theirs.Settings)), mine);
        State = EditorState.ChangedMeanwhile;
    }

    private void Take(T settings, int version)
    {
        (Stored, Draft, Version, _theirs, Meanwhile) = (settings, settings, version, null, null);
        ForgetBadInputs();
        SetRefusals([]);
        DraftChanged();
    }

    private static bool AreSame(T one, T other) =>
        ReferenceEquals(one, other) || JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);
}
