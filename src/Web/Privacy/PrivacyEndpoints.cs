using System.Globalization;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Languages;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Privacy;

/// <summary>Plain forms of the account page, each answered by the page again; and the download of one's own data.</summary>
public static class PrivacyEndpoints
{
    public const string ChoicePath = "/me/privacy/choice", DeletePath = "/me/privacy/delete", CancelPath = "/me/privacy/cancel", ExportPath = "/me/data.json";

    /// <summary>What the page says after a form.</summary>
    public const string Saved = "saved", Mistyped = "mistyped", Failed = "failed";

    private static readonly Dictionary<string, MemberChoices> Choices = new()
    {
        ["hide"] = MemberChoices.Hide, ["anonymise"] = MemberChoices.Anonymise, ["stop"] = MemberChoices.StopCollecting,
    };

    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(ChoicePath, ChooseAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(DeletePath, DeleteAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapPost(CancelPath, CancelAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Pages);
        endpoints.MapGet(ExportPath, ExportAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Downloads);
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, [FromForm] string? choice, [FromForm] string? state, MyPrivacy mine) =>
        context.User.UserId() is { } userId && Choices.TryGetValue(choice ?? "", out var chosen) && state is "on" or "off"
            ? Back(await mine.ChooseAsync(userId, chosen, state == "on"))
            : Results.BadRequest();

    private static async Task<IResult> DeleteAsync(HttpContext context, [FromForm] string? word, MyPrivacy mine, IStringLocalizer<Texts> texts)
    {
        if (context.User.UserId() is not { } userId) return Results.BadRequest();
        return string.Equals(word?.Trim(), texts["mydata.delete.word"], StringComparison.OrdinalIgnoreCase) ? Back(await mine.RequestDeletionAsync(userId)) : Back(Mistyped);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, IFormCollection form, MyPrivacy mine) =>
        context.User.UserId() is { } userId ? Back(await mine.CancelDeletionAsync(userId)) : Results.BadRequest();

    private static async Task<IResult> ExportAsync(HttpContext context, MyPrivacy mine)
    {
        if (context.User.UserId() is not { } userId) return Results.BadRequest();
        var pieces = mine.ExportAsync(userId, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        try
        {
            // As long as nothing was sent, an outage can still be told as one.
            if (!await pieces.MoveNextAsync()) return Results.NotFound();
        }
        catch (Exception outage) when (GuildCalls.IsOutage(outage))
        {
            await pieces.DisposeAsync();
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            body => SendAsync(pieces, body, context.RequestAborted), "application/json", string.Create(CultureInfo.InvariantCulture, $"community-intelligence-{userId}.json"));
    }

    private static async Task SendAsync(IAsyncEnumerator<byte[]> pieces, Stream body, CancellationToken cancellation)
    {
        await using (pieces)
        {
            do await body.WriteAsync(pieces.Current, cancellation);
            while (await pieces.MoveNextAsync());
        }
    }

    private static IResult Back(GuildReading<MemberPrivacy> answer) => Back(answer.Succeeded ? Saved : Failed);

    private static IResult Back(string told) => Results.LocalRedirect($"/me?privacy={told}#my-data");
}
