using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Components;

namespace CommunityIntel.Web.Settings;

/// <summary>How it stands with what was last asked of an editor.</summary>
public enum EditorState
{
    Editing = 0,
    Saving = 1,
    Saved = 2,

    /// <summary>Nothing was saved: the reasons stand beside the fields.</summary>
    Refused = 3,

    /// <summary>Nothing was saved: somebody else saved first.</summary>
    ChangedMeanwhile = 4,

    /// <summary>Unknown whether it was saved; saving again is harmless.</summary>
    NoAnswer = 5,

    /// <summary>Whoever edits may not any more.</summary>
    NotAllowed = 6,

    /// <summary>Nothing was saved: others have all seats of the guild's plan.</summary>
    NoSeat = 7,
}

/// <summary>What <see cref="EditorShell"/> shows of an editor, and what it can ask of it.</summary>
public abstract class SettingsEditorBase : LiveComponentBase
{
    private readonly Dictionary<string, string> _badInputs = [];
    private IReadOnlyList<FieldFault> _refusals = [];

    [Parameter, EditorRequired] public required long GuildId { get; set; }

    /// <summary>IANA id of the guild's zone.</summary>
    [Parameter] public string TimeZone { get; set; } = "UTC";

    public EditorState State { get; protected set; }

    /// <summary>While <see cref="State"/> is <see cref="EditorState.ChangedMeanwhile"/>.</summary>
    public MeanwhileChange? Meanwhile { get; protected set; }

    /// <summary>While <see cref="State"/> is <see cref="EditorState.Refused"/>: the guild's plan does not allow it; null = it is not that.</summary>
    public PlanRefused? OverPlan { get; protected set; }

    /// <summary>Something differs from what is stored, or cannot be read as a value.</summary>
    public bool IsDirty => _badInputs.Count > 0 || IsChanged;

    /// <summary>Of no field that stands on the page by this name.</summary>
    public IEnumerable<string> OtherFaults => _refusals.Where(fault => fault.Name.Length == 0).Select(fault => fault.Text);

    public bool HasBadInput => _badInputs.Count > 0;

    protected abstract bool IsChanged { get; }

    public abstract Task SaveAsync();

    public abstract void Discard();

    /// <summary>Goes on with what the other one saved.</summary>
    public abstract void UseTheirs();

    /// <summary>Saves what stands on the page in place of what the other one saved.</summary>
    public abstract Task SaveMineAsync();

    public string? FaultOf(string name) =>
        _badInputs.TryGetValue(name, out var bad) ? bad : _refusals.FirstOrDefault(fault => fault.Name == name)?.Text;

    public bool IsBadInput(string name) => _badInputs.ContainsKey(name);

    /// <summary>Told by a field whose text is no value; null = it is one again.</summary>
    public void SetBadInput(string name, string? text)
    {
        if (text is null ? _badInputs.Remove(name) : _badInputs.TryAdd(name, text))
            StateHasChanged();
    }

    /// <summary>A field that is gone has no fault.</summary>
    public void ForgetBadInput(Func<string, bool> isGone)
    {
        foreach (var name in _badInputs.Keys.Where(isGone).ToList())
            _badInputs.Remove(name);
    }

    protected void ForgetBadInputs() => _badInputs.Clear();

    protected void SetRefusals(IReadOnlyList<FieldFault> refusals) => _refusals = refusals;
}
