using System.Globalization;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.Web.Digests;

/// <summary>The plain form under a digest, answered by its page again.</summary>
public static class DigestEndpoints
{
    /// <summary>What the page says after the form.</summary>
    public const string Saved = "saved", Failed = "failed";

    public static string RatingPath(long guildId) => string.Create(CultureInfo.InvariantCulture, $"/g/{guildId}/digests/rating");

    public static void MapDigests(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/g/{guildId:long}/digests/rating", RateAsync).RequireAuthorization(GuildMemberRequirement.Policy).RequireRateLimiting(RateLimits.Pages);

    private static async Task<IResult> RateAsync(
        HttpContext http, long guildId, [FromForm] long digest, [FromForm] string? span, [FromForm] string? day, [FromForm] string? useful,
        GuildEditor guilds, AuthenticationStateProvider authentication)
    {
        if (DigestAddress.Parse(span, day) is not { } address || useful is not ("yes" or "no")) return Results.BadRequest();
        authentication.AskFor(http);
        var answer = await guilds.RateDigestAsync(guildId, digest, useful == "yes");
        return Results.LocalRedirect($"{address.On(guildId)}?rated={(answer.Value ? Saved : Failed)}#useful");
    }
}
