namespace CommunityIntel.Web.Settings;

/// <summary>
/// One setting in words. <c>Key</c> tells it from the others, also in another version of the same settings; an item of a list is a field
/// of its own. Both texts are in the reader's language.
/// </summary>
public sealed record SettingField(string Key, string Label, string Value);

/// <summary>A field that differs. Null: there is no such field on that side.</summary>
public sealed record FieldChange(string Key, string Label, string? Before, string? After)
{
    /// <summary>What is another in <paramref name="after"/>, in its order, then what is gone.</summary>
    public static IReadOnlyList<FieldChange> Between(IReadOnlyList<SettingField> before, IReadOnlyList<SettingField> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.ToDictionary(field => field.Key);
        var kept = after.Select(field => field.Key).ToHashSet();
        return
        [
            .. after.Select(field => new FieldChange(field.Key, field.Label, old.GetValueOrDefault(field.Key)?.Value, field.Value))
                .Where(change => change.Before != change.After),
            .. before.Where(field => !kept.Contains(field.Key)).Select(field => new FieldChange(field.Key, field.Label, field.Value, null)),
        ];
    }
}

/// <summary>Why a field cannot be saved as it is, in the reader's language. <c>Name</c>: the field's; empty = of none in particular.</summary>
public sealed record FieldFault(string Name, string Text);

/// <summary>Settings and the version to name when they are saved.</summary>
public sealed record Versioned<T>(T Settings, int Version);

/// <summary>Somebody saved meanwhile: what they changed, and what the reader has in the same fields.</summary>
public sealed record MeanwhileChange(string? ByName, DateTimeOffset? At, IReadOnlyList<FieldChange> Theirs, IReadOnlyDictionary<string, string> Mine);
