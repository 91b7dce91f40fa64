using System.Globalization;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.Web.Billing;

/// <summary>Plain forms of the billing pages: each leads to a page of Stripe's, or to its own page again, which says what came of it.</summary>
public static class BillingEndpoints
{
    public const string PortalPath = "/me/billing/portal", AddSlotPath = "/me/billing/slots/add", MoveSlotPath = "/me/billing/slots/move", ReturnPath = "/billing/return";

    private const int LongestId = 255, LongestKey = 64;

    private static readonly Dictionary<string, PortalPage> PortalPages = new()
    {
        ["home"] = PortalPage.Home, ["plan"] = PortalPage.ChangePlan, ["cancel"] = PortalPage.Cancel, ["card"] = PortalPage.PaymentMethod,
    };

    /// <summary>The page of a guild's plan; 0 = the page of what the person pays.</summary>
    public static string PageOf(long guildId) => guildId == 0 ? "/me/billing" : string.Create(CultureInfo.InvariantCulture, $"/g/{guildId}/billing");

    public static string CheckoutPath(long guildId) => PageOf(guildId) + "/checkout";

    public static string RedeemPath(long guildId) => PageOf(guildId) + "/redeem";

    public static void MapBilling(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/g/{guildId:long}/billing/checkout", CheckoutAsync).RequireAuthorization(GuildMemberRequirement.ManagerPolicy).RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost("/g/{guildId:long}/billing/redeem", RedeemAsync).RequireAuthorization(GuildMemberRequirement.ManagerPolicy).RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(PortalPath, OpenPortalAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(AddSlotPath, AddSlotAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(MoveSlotPath, MoveSlotAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapGet(ReturnPath, ReturnAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
    }

    private static async Task<IResult> CheckoutAsync(
        HttpContext http, long guildId, [FromForm] string? price, [FromForm] string? key, BillingAccess billing, PublicAddress address, AuthenticationStateProvider authentication)
    {
        if (PlanTable.Prices.FirstOrDefault(known => known.LookupKey == price) is not { } chosen || !IsWord(key, LongestKey)) return Results.BadRequest();
        authentication.AskFor(http);
        // One form has several prices, and each is a purchase of its own.
        if (address.Of(http.Request, ReturnPath) is not { } returnTo) return Back(guildId, BillingTold.Unavailable);
        var answer = await billing.StartCheckoutAsync(new(guildId, chosen.Plan, chosen.Interval, returnTo, Language.Current.Code, $"{key}_{chosen.LookupKey}", ""));
        return answer.Value is { Outcome: CheckoutOutcome.Ready, Page: { } page } ? new SeeOther(page) : Back(guildId, Told(answer, checkout => BillingTold.Of(checkout.Outcome)));
    }

    private static async Task<IResult> RedeemAsync(HttpContext http, long guildId, [FromForm] string? code, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        return code?.Trim() is not { Length: > 0 and <= LongestKey } typed ? Back(guildId, BillingTold.Of(RedeemOutcome.Unknown))
            : Back(guildId, Told(await billing.RedeemAsync(guildId, typed), redeemed => BillingTold.Of(redeemed.Outcome)));
    }

    private static async Task<IResult> OpenPortalAsync(
        HttpContext http, [FromForm] string? page, [FromForm] string? subscription, [FromForm] long guild, BillingAccess billing, PublicAddress address, AuthenticationStateProvider authentication)
    {
        if (!PortalPages.TryGetValue(page ?? "", out var wanted) || subscription?.Length > LongestId) return Results.BadRequest();
        authentication.AskFor(http);
        if (address.Of(http.Request, PageOf(guild)) is not { } returnTo) return Back(guild, BillingTold.Unavailable);
        var answer = await billing.OpenPortalAsync(new(wanted, string.IsNullOrEmpty(subscription) ? null : subscription, returnTo, Language.Current.Code));
        return answer.Value is { Outcome: PortalOutcome.Ready, Page: { } opened } ? new SeeOther(opened) : Back(guild, Told(answer, portal => BillingTold.Of(portal.Outcome)));
    }

    private static async Task<IResult> AddSlotAsync(
        HttpContext http, [FromForm] string? subscription, [FromForm] int slots, [FromForm] string? key, [FromForm] long guild, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        if (subscription is not { Length: > 0 and <= LongestId } || !IsWord(key, LongestKey)) return Results.BadRequest();
        authentication.AskFor(http);
        return Back(guild, Told(await billing.AddSlotAsync(subscription, slots, key!), slot => BillingTold.Of(slot.Outcome, BillingTold.Added)));
    }

    private static async Task<IResult> MoveSlotAsync(
        HttpContext http, [FromForm] string? subscription, [FromForm] int slot, [FromForm] long? to, [FromForm] string? take, [FromForm] long guild, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        if (subscription is not { Length: > 0 and <= LongestId } || slot < 1 || (take is null && to is not > 0)) return Results.BadRequest();
        authentication.AskFor(http);
        var target = take is null ? to!.Value : 0;
        return Back(guild, Told(await billing.MoveSlotAsync(subscription, slot, target), moved => BillingTold.Of(moved.Outcome, target == 0 ? BillingTold.Taken : BillingTold.Moved)));
    }

    // The address grants nothing: what was bought is what Stripe says of the person's own session, and the guild in it says only which page to show.
    private static async Task<IResult> ReturnAsync(HttpContext http, long? guild, [FromQuery(Name = "session_id")] string? session, BillingAccess billing, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        var shown = guild is { } named && await billing.ManagesAsync(named) ? named : 0;
        if (!IsWord(session, LongestId)) return Back(shown, BillingTold.Cancelled);
        return Back(shown, Told(await billing.FinishCheckoutAsync(session!), account => HasPlan(account, shown) ? BillingTold.Done : BillingTold.Pending));
    }

    private static bool HasPlan(PayerAccount account, long guildId) =>
        account.Subscriptions.Any(sold => sold.Status is SubscriptionStatus.Active or SubscriptionStatus.Trialing && (guildId == 0 || sold.Slots.Any(slot => slot.GuildId == guildId)));

    private static BillingTold Told<T>(GuildReading<T> answer, Func<T, BillingTold> tell) =>
        answer.Value is { } value ? tell(value) : answer.Outage == GuildOutage.NotAllowed ? BillingTold.NotAllowed : BillingTold.NoAnswer;

    // Ids of Stripe's and keys of our own forms are letters, digits and underscores.
    private static bool IsWord(string? text, int longest) => text is { Length: > 0 } && text.Length <= longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static IResult Back(long guildId, BillingTold told) => Results.LocalRedirect($"{PageOf(Math.Max(0, guildId))}?told={told.Word}#told");

    /// <summary>On to another site after a form (303): the browser asks for the page with GET.</summary>
    private sealed class SeeOther(Uri page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = page.AbsoluteUri;
            return Task.CompletedTask;
        }
    }
}
