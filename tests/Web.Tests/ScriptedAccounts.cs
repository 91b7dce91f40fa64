using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.Web.Tests;

/// <summary>A Discord that knows nine people. The code of a person is their name; it is good once per challenge.</summary>
public sealed class ScriptedAccounts : IDiscordAccounts
{
    public const string Owner = "owner";
    public const string Manager = "manager";
    public const string Member = "member";
    public const string Stranger = "stranger";

    /// <summary>A member, and one who manages, of guilds that show less.</summary>
    public const string Regular = "regular", Boss = "boss";

    /// <summary>Manages guilds with every plan, and one who is a member of them; one who runs the deployment and is in no guild.</summary>
    public const string Buyer = "buyer", Reader = "reader", Operator = "operator";

    private static readonly Dictionary<string, (long Id, DiscordServer[] Servers)> People = new()
    {
        [Owner] = (1, [new(ScriptedSite.GuildId, "Guild", null, true, 0), new(ScriptedSite.GuildWithoutBotId, "Other", null, true, 0)]),
        [Manager] = (2, [new(ScriptedSite.GuildId, "Guild", null, false, 0x20)]),
        [Member] = (3, [new(ScriptedSite.GuildId, "Guild", null, false, 0x400)]),
        [Regular] = (5, [new(ScriptedSite.ManagedGuildId, "Managed", null, false, 0x400), new(ScriptedSite.KeptGuildId, "Kept", null, false, 0x400), new(ScriptedSite.SilentGuildId, "Silent", null, false, 0x400)]),
        [Boss] = (6, [new(ScriptedSite.ManagedGuildId, "Managed", null, false, 0x20), new(ScriptedSite.KeptGuildId, "Kept", null, false, 0x20), new(ScriptedSite.SilentGuildId, "Silent", null, false, 0x20)]),
        [Operator] = (7, []),
        [Buyer] = (ScriptedPayer.Buyer, [.. ScriptedPlans.Guilds.Select(id => new DiscordServer(id, $"Guild {id}", null, false, 0x20)), new(ScriptedSite.GuildId, "Guild", null, false, 0x400)]),
        [Reader] = (9, [.. ScriptedPlans.Guilds.Select(id => new DiscordServer(id, $"Guild {id}", null, false, 0x400))]),
        [Stranger] = (4, [new(ScriptedSite.OtherGuildId, "Elsewhere", null, true, 0)]),
    };

    private readonly ConcurrentDictionary<string, bool> challenges = new();

    /// <summary>Whose tokens Discord no longer takes.</summary>
    public ConcurrentDictionary<string, bool> Revoked { get; } = new();

    public int ServerQuestions { get; private set; }

    public Uri Authorize(Uri redirectUri, string state, string codeChallenge)
    {
        challenges[codeChallenge] = true;
        return new($"https://discord.example/authorize?state={state}&redirect_uri={Uri.EscapeDataString(redirectUri.AbsoluteUri)}");
    }

    public Task<DiscordTokens?> ExchangeAsync(string code, string codeVerifier, Uri redirectUri, CancellationToken cancellationToken)
    {
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier)));
        var good = People.ContainsKey(code) && challenges.TryRemove(challenge, out _);
        return Task.FromResult(good ? new DiscordTokens(code, code, TimeSpan.FromDays(7)) : null);
    }

    public Task<DiscordTokens?> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        Task.FromResult<DiscordTokens?>(null);

    public Task<DiscordAccount?> GetAccountAsync(string accessToken, CancellationToken cancellationToken) =>
        Task.FromResult<DiscordAccount?>(new(People[accessToken].Id, accessToken, null));

    public Task<IReadOnlyList<DiscordServer>?> GetServersAsync(string accessToken, CancellationToken cancellationToken)
    {
        ServerQuestions++;
        return Task.FromResult<IReadOnlyList<DiscordServer>?>(Revoked.ContainsKey(accessToken) ? null : People[accessToken].Servers);
    }
}
