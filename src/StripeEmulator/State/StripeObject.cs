using System.Text.Json.Serialization;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>Something with an id. Its public properties are the fields that Stripe sends, in snake_case; times are unix seconds.</summary>
internal abstract class StripeObject
{
    public required string Id { get; init; }

    public abstract string Object { get; }

    public long Created { get; init; }

    public bool Livemode => false;

    /// <summary>When something happens to it by itself; null for never.</summary>
    [JsonIgnore]
    public virtual long? DueAt => null;
}

/// <summary>Is kept in the state file but never sent.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UnsentAttribute : Attribute;

/// <summary>A list as Stripe sends it.</summary>
internal sealed class ListOf<T>
{
    public string Object => "list";

    public List<T> Data { get; init; } = [];

    public bool HasMore { get; init; }

    public string Url { get; init; } = "";
}

/// <summary>The answer to a DELETE.</summary>
internal sealed record Deleted(string Id, string Object)
{
    [JsonPropertyName("deleted")]
    public bool IsDeleted => true;
}

/// <summary>A path on this server, sent as a whole address.</summary>
internal readonly record struct PagePath(string Path);
