using CommunityIntel.Domain;
using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Storage.Guilds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Guilds;

/// <summary>Guilds that write as activations do, one commit after the other: each a message with all that follows from it.</summary>
internal sealed class ChattyGuilds(NpgsqlDataSource writers, NpgsqlDataSource loaders)
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private int _committed;

    public int Committed => Volatile.Read(ref _committed);

    /// <summary>Each guild commits until there were that many, or until it is told to stop. Throws what the first failed commit threw.</summary>
    public async Task WriteAsync(IEnumerable<long> guildIds, int commits, CancellationToken stop)
    {
        var group = new GroupCommit(writers, Options.Create(new StorageOptions { LingerMs = 1 }), NullLogger<GroupCommit>.Instance);
        group.Start();
        try
        {
            await Task.WhenAll(guildIds.Select(id => WriteAsync(group, id, commits, stop)));
        }
        finally
        {
            await group.StopAsync();
        }
    }

    private async Task WriteAsync(GroupCommit group, long guildId, int commits, CancellationToken stop)
    {
        var stored = await new GuildStore(loaders).ClaimAsync(guildId, CancellationToken.None);
        for (var n = 1; n <= commits && !stop.IsCancellationRequested; n++)
        {
            await group.CommitAsync(new GuildCommit(guildId, stored.Epoch, "UTC", new Watermark("s", 1, n, n, Begin.ToUnixTimeMilliseconds()), ChangesOf(n)));
            Interlocked.Increment(ref _committed);
        }
    }

    private static GuildChanges ChangesOf(int n)
    {
        var (at, author) = (Begin.AddSeconds(n), 100 + (n % 7));
        var changes = new GuildChanges();
        changes.Messages.Add(new MessageRow(Snowflake.At(at) | (uint)n, 5, author, false));
        changes.Earnings.Add(new Member(author) { Xp = n, Messages = n });
        changes.Profiles.Add(new Member(author) { Name = $"member {author}" });
        changes.Hours[new HourKey(Begin.ToUnixTimeMilliseconds(), DateOnly.FromDateTime(Begin.UtcDateTime), 5)] = new HourCounters { Messages = 1 };
        changes.MemberDays[new MemberDayKey(DateOnly.FromDateTime(Begin.UtcDateTime), author)] = new MemberDayCounters { Messages = 1, Xp = 1 };
        return changes;
    }
}
