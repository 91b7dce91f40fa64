using System.Collections.Concurrent;
using CommunityIntel.Web.SignIn;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// The servers of the people who are looking right now, asked of Discord at most every five minutes per person.
/// Their access tokens are here only while they look: in memory, dropped fifteen minutes after they were last seen.
/// </summary>
public sealed class ServersOfUser(IDiscordAccounts accounts, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryAfterOutage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<long, Viewer> viewers = new();

    /// <summary>Every authenticated request says who comes with which token.</summary>
    public void Remember(long userId, string accessToken)
    {
        ForgetIdle();
        var viewer = viewers.AddOrUpdate(userId,
            _ => new Viewer(accessToken),
            (_, known) => known.AccessToken == accessToken ? known : new Viewer(accessToken));
        viewer.LastSeen = time.GetUtcNow();
    }

    public void Forget(long userId) => viewers.TryRemove(userId, out _);

    public async Task<ServersAnswer> GetAsync(long userId)
    {
        if (!viewers.TryGetValue(userId, out var viewer))
            return ServersAnswer.SignedOut;

        var now = time.GetUtcNow();
        Task<ServersAnswer> question;
        lock (viewer)
        {
            viewer.LastSeen = now;
            if (viewer.Question is null || now >= viewer.AskAgainAt)
            {
                viewer.Question = AskAsync(viewer.AccessToken);
                viewer.AskAgainAt = now + Fresh;
            }
            question = viewer.Question;
        }

        var answer = await question;
        if (answer.Outcome != ServersOutcome.Known)
            viewer.AskAgainAt = time.GetUtcNow() + RetryAfterOutage;
        return answer;
    }

    private async Task<ServersAnswer> AskAsync(string accessToken)
    {
        try
        {
            var servers = await accounts.GetServersAsync(accessToken, CancellationToken.None);
            return servers is null ? ServersAnswer.SignedOut : new(ServersOutcome.Known, servers);
        }
        catch (HttpRequestException)
        {
            return ServersAnswer.Unavailable;
        }
        catch (OperationCanceledException)
        {
            return ServersAnswer.Unavailable;
        }
    }

    private void ForgetIdle()
    {
        var idleSince = time.GetUtcNow() - Forgotten;
        foreach (var (userId, viewer) in viewers)
        {
            if (viewer.LastSeen != default && viewer.LastSeen < idleSince)
                viewers.TryRemove(new(userId, viewer));
        }
    }

    private sealed class Viewer(string accessToken)
    {
        public string AccessToken { get; } = accessToken;

        public Task<ServersAnswer>? Question { get; set; }

        public DateTimeOffset AskAgainAt { get; set; }

        /// <summary>Default only between being made and being seen.</summary>
        public DateTimeOffset LastSeen { get; set; }
    }
}

public enum ServersOutcome
{
    Known = 0,
    SignedOut = 1,
    Unavailable = 2,
}

public sealed record ServersAnswer(ServersOutcome Outcome, IReadOnlyList<DiscordServer> Servers)
{
    public static readonly ServersAnswer SignedOut = new(ServersOutcome.SignedOut, []);
    public static readonly ServersAnswer Unavailable = new(ServersOutcome.Unavailable, []);
}
