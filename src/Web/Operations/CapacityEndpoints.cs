using System.Globalization;
using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Operations;

/// <summary>The plain form of the page of capacity and cost, answered by the page again.</summary>
public static class CapacityEndpoints
{
    public const string Page = "/operator/capacity", SavePath = Page + "/save";

    /// <summary>Fields of the form. Amounts are in the currency's whole units, limits in GB (10⁹ bytes).</summary>
    public const string Version = "version", Budget = "budget", DatabaseLimit = "database-limit", TrafficLimit = "traffic-limit";

    /// <summary>What the page says after the form.</summary>
    public const string Saved = "saved", Conflict = "conflict", BadInput = "bad-input", NoAnswer = "no-answer";

    private const double BytesInGb = 1e9, MostGb = 1e6;

    public static readonly IReadOnlySet<string?> Words = new HashSet<string?> { Saved, Conflict, BadInput, NoAnswer };

    public static void MapCapacity(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(SavePath, SaveAsync).RequireAuthorization(OperatorRequirement.Policy).RequireRateLimiting(RateLimits.Pages);

    public static string PriceField(Phase phase, CostItem item) => string.Create(CultureInfo.InvariantCulture, $"price-{(int)phase}-{(int)item}");

    /// <summary>Null: something is no number, less than nothing, or more than anybody pays.</summary>
    public static OperatingSettings? Read(IFormCollection form, string currency)
    {
        var prices = Phases.All.SelectMany(phase => OperatingCosts.Items.Select(item => (Phase: phase, Item: item, Minor: Minor(form[PriceField(phase, item)])))).ToList();
        return int.TryParse(form[Version], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && prices.TrueForAll(price => price.Minor is not null)
            && Minor(form[Budget]) is { } budget && Gigabytes(form[DatabaseLimit]) is { } database && Gigabytes(form[TrafficLimit]) is { } traffic
            ? new OperatingSettings(version, currency, [.. prices.Select(price => new OperatingPrice(price.Phase, price.Item, price.Minor!.Value))], budget, database, traffic)
            : null;
    }

    private static async Task<IResult> SaveAsync(HttpContext http, IFormCollection form, OperationsAccess operations, AuthenticationStateProvider authentication)
    {
        if (Read(form, OperatingCosts.Guide.Currency) is not { } settings) return Back(BadInput);
        authentication.AskFor(http);
        var saved = await operations.SaveSettingsAsync(settings);
        return Back(!saved.Succeeded ? NoAnswer : saved.Value ? Saved : Conflict);
    }

    // Nothing written is zero.
    private static long? Minor(string? text) => Number(text, OperatingCosts.MostMinor / 100.0) is { } amount ? (long)Math.Round(amount * 100) : null;

    private static long? Gigabytes(string? text) => Number(text, MostGb) is { } amount ? (long)Math.Round(amount * BytesInGb) : null;

    private static double? Number(string? text, double most) => string.IsNullOrWhiteSpace(text) ? 0
        : double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most ? number : null;

    private static IResult Back(string told) => Results.LocalRedirect($"{Page}?told={told}#told");
}
