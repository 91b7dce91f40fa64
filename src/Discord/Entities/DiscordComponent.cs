namespace CommunityIntel.Discord.Entities;

public enum DiscordButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
}

/// <summary>A button, select, text input or row (Discord API reference, Components); make them with the methods here.</summary>
public sealed record DiscordComponent
{
    public required int Type { get; init; }

    public IReadOnlyList<DiscordComponent>? Components { get; init; }

    /// <summary>The component inside a label.</summary>
    public DiscordComponent? Component { get; init; }

    public int? Style { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public string? CustomId { get; init; }

    public string? Url { get; init; }

    public ulong? SkuId { get; init; }

    public bool? Disabled { get; init; }

    public IReadOnlyList<DiscordSelectOption>? Options { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public IReadOnlyList<DiscordChannelType>? ChannelTypes { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public bool? Required { get; init; }

    public string? Value { get; init; }

    /// <summary>Up to five buttons, or one select.</summary>
    public static DiscordComponent ActionRow(params DiscordComponent[] components) => new() { Type = 1, Components = components };

    /// <param name="customId">1–100 characters, unique in the message.</param>
    /// <param name="label">At most 80 characters.</param>
    public static DiscordComponent Button(string customId, string label, DiscordButtonStyle style = DiscordButtonStyle.Secondary, bool disabled = false) =>
        new() { Type = 2, Style = (int)style, CustomId = customId, Label = label, Disabled = disabled ? true : null };

    public static DiscordComponent LinkButton(Uri url, string label) =>
        new() { Type = 2, Style = 5, Url = url.AbsoluteUri, Label = label };

    /// <summary>Discord writes on it what the SKU is and costs, and sells it; a click comes as an entitlement, not as an interaction.</summary>
    public static DiscordComponent PremiumButton(ulong skuId) => new() { Type = 2, Style = 6, SkuId = skuId };

    /// <param name="options">1 to 25.</param>
    public static DiscordComponent StringSelect(string customId, IReadOnlyList<DiscordSelectOption> options, string? placeholder = null, int maxValues = 1) =>
        new() { Type = 3, CustomId = customId, Options = options, Placeholder = placeholder, MaxValues = maxValues };

    public static DiscordComponent RoleSelect(string customId, string? placeholder = null) =>
        new() { Type = 6, CustomId = customId, Placeholder = placeholder };

    public static DiscordComponent ChannelSelect(string customId, string? placeholder = null, params DiscordChannelType[] types) =>
        new() { Type = 8, CustomId = customId, Placeholder = placeholder, ChannelTypes = types.Length == 0 ? null : types };

    /// <summary>A labelled text input for a form.</summary>
    public static DiscordComponent TextField(string customId, string label, bool isParagraph = false, bool required = true, string? value = null) =>
        new()
        {
            Type = 18,
            Label = label,
            Component = new DiscordComponent { Type = 4, CustomId = customId, Style = isParagraph ? 2 : 1, Required = required, Value = value },
        };
}

/// <summary>Label, value and description have at most 100 characters each.</summary>
public sealed record DiscordSelectOption(string Label, string Value, string? Description = null, bool? Default = null);
