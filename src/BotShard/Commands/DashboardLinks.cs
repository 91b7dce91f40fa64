using System.Globalization;
using CommunityIntel.GrainInterfaces.Digests;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Section <c>Web</c>, of which the worker needs the address alone: where people reach the dashboard.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Web";

    /// <summary>http or https; null: answers carry no links.</summary>
    public Uri? PublicBaseUri { get; set; }
}

/// <summary>Pages of the dashboard; null while nobody said where it is.</summary>
public sealed class DashboardLinks(IOptions<DashboardOptions> options)
{
    private readonly Uri? _base = options.Value.PublicBaseUri is { IsAbsoluteUri: true } uri ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/") : null;

    public bool AreKnown => _base is not null;

    /// <param name="days">One of <see cref="StatsPeriod.Ranges"/>.</param>
    public Uri? Overview(ulong guildId, int days) =>
        At(days == StatsPeriod.UsualDays ? string.Create(CultureInfo.InvariantCulture, $"g/{guildId}") : string.Create(CultureInfo.InvariantCulture, $"g/{guildId}?range={days}"));

    public Uri? Leaderboard(ulong guildId) => At(string.Create(CultureInfo.InvariantCulture, $"g/{guildId}/leaderboard"));

    public Uri? Settings(ulong guildId) => At(string.Create(CultureInfo.InvariantCulture, $"g/{guildId}/settings"));

    public Uri? Billing(ulong guildId) => At(string.Create(CultureInfo.InvariantCulture, $"g/{guildId}/billing"));

    public Uri? Digest(ulong guildId, DigestSpan span, DateOnly firstDay) =>
        At(string.Create(CultureInfo.InvariantCulture, $"g/{guildId}/digests/{(span == DigestSpan.Week ? "week" : "day")}/{firstDay:yyyy-MM-dd}"));

    private Uri? At(string path) => _base is null ? null : new Uri(_base, path);
}
