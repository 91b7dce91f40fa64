using System.Globalization;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.Web.Billing;

/// <summary>Plain forms of the operators' page, each answered by the page again.</summary>
public static class OperatorEndpoints
{
    public const string Page = "/operator/billing", GrantPath = Page + "/grant", EndPath = Page + "/end", RevokePath = Page + "/revoke";

    /// <summary>What the page says after a form.</summary>
    public const string Granted = "granted", Ended = "ended", Revoked = "revoked", UnknownGuild = "unknown-guild", NoGrant = "no-grant", NoCode = "no-code", BadInput = "bad-input", NoAnswer = "no-answer";

    public static readonly IReadOnlySet<string?> Words = new HashSet<string?> { Granted, Ended, Revoked, UnknownGuild, NoGrant, NoCode, BadInput, NoAnswer };

    public static void MapOperator(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(GrantPath, GrantAsync).RequireAuthorization(OperatorRequirement.Policy).RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(EndPath, EndAsync).RequireAuthorization(OperatorRequirement.Policy).RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(RevokePath, RevokeAsync).RequireAuthorization(OperatorRequirement.Policy).RequireRateLimiting(RateLimits.Pages);
    }

    /// <summary>A plan that can be given, by its word.</summary>
    public static Plan? PlanOf(string? word) => PlanTable.Plans.Where(plan => plan != Plan.Free && PlanText.Word(plan) == word).Cast<Plan?>().FirstOrDefault();

    /// <summary>The end of a day (UTC), as a form writes days. False: that is no day from <paramref name="now"/> on; null without text = no end.</summary>
    public static bool TryEndOf(string? day, DateTimeOffset now, out DateTimeOffset? end)
    {
        end = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date < DateOnly.MaxValue
            ? new DateTimeOffset(date.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null;
        return string.IsNullOrEmpty(day) || end > now;
    }

    private static async Task<IResult> GrantAsync(
        HttpContext http, [FromForm] string? guild, [FromForm] string? plan, [FromForm] string? until, BillingAccess billing, TimeProvider time, AuthenticationStateProvider authentication)
    {
        if (GuildOf(guild) is not { } guildId || PlanOf(plan) is not { } given || !TryEndOf(until, time.GetUtcNow(), out var end)) return Back(BadInput);
        authentication.AskFor(http);
        return Back(await billing.GrantAsync(guildId, given, end), Granted, UnknownGuild);
    }

    private static async Task<IResult> EndAsync(HttpContext http, [FromForm] string? guild, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        if (GuildOf(guild) is not { } guildId) return Back(BadInput);
        authentication.AskFor(http);
        return Back(await billing.EndGrantAsync(guildId), Ended, NoGrant);
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, [FromForm] long code, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        return Back(await billing.RevokeCodeAsync(code), Revoked, NoCode);
    }

    private static long? GuildOf(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    private static IResult Back(GuildReading<bool> answer, string done, string nothing) => Back(!answer.Succeeded ? NoAnswer : answer.Value ? done : nothing);

    private static IResult Back(string told) => Results.LocalRedirect($"{Page}?told={told}#told");
}
