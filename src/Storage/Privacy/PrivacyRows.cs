using CommunityIntel.Domain.Privacy;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Privacy;

/// <summary>A guild's members who chose anything, when one was last deleted (Unix ms), and whether all of the guild is being deleted.</summary>
public sealed record StoredPrivacy(IReadOnlyDictionary<long, PrivacyChoices> Choices, long MembersForgottenAtMs, bool IsErasing);

/// <summary>What a group commit writes of members' choices, and what an activation reads of them.</summary>
internal sealed class PrivacyRows
{
    public const string Choices = "SELECT user_id, privacy FROM members WHERE guild_id = $1 AND privacy <> 0";
    public const string Marks = "SELECT members_forgotten_at, is_erasing FROM guild_watermarks WHERE guild_id = $1";

    private const string Forget = "SELECT forget_member(guild_id, user_id, at) FROM unnest($1, $2, $3) AS f (guild_id, user_id, at)";

    // Who is not stored stays so.
    private const string Choose = """
        UPDATE members m SET privacy = v.privacy, counts_from = v.counts_from
        FROM unnest($1, $2, $3, $4) AS v (guild_id, user_id, privacy, counts_from)
        WHERE m.guild_id = v.guild_id AND m.user_id = v.user_id
        """;

    // Nobody who has chosen anything is announced; their roles are still given.
    private const string Unannounce = """
        DELETE FROM outbox o USING unnest($1, $2, $3, $4) AS v (guild_id, user_id, privacy, counts_from)
        WHERE o.guild_id = v.guild_id AND v.privacy <> 0 AND o.kind = 'announce_level' AND o.state <> 'done' AND o.payload ->> 'user_id' = v.user_id::text
        """;

    private readonly Columns _forgotten = new();
    private readonly Columns _choices = new();

    public void Clear()
    {
        _forgotten.Clear();
        _choices.Clear();
    }

    public void Add(GuildCommit commit)
    {
        foreach (var (userId, atMs) in commit.Changes.Forgotten) _forgotten.Row().Big(commit.GuildId).Big(userId).Time(atMs);
        foreach (var (userId, chosen) in commit.Changes.Privacy)
            _choices.Row().Big(commit.GuildId).Big(userId).Small((short)chosen.Choices).Time(chosen.CountsFromMs);
    }

    /// <summary>Before the commit's other rows: what follows is of others, or of whoever comes back.</summary>
    public void AddForgottenTo(NpgsqlBatch batch)
    {
        if (!_forgotten.IsEmpty) batch.BatchCommands.Add(_forgotten.Command(Forget));
    }

    /// <summary>After the profiles.</summary>
    public void AddChoicesTo(NpgsqlBatch batch)
    {
        if (_choices.IsEmpty) return;
        batch.BatchCommands.Add(_choices.Command(Choose));
        batch.BatchCommands.Add(_choices.Command(Unannounce));
    }

    /// <summary>The two results follow the reader's current one.</summary>
    public static async Task<StoredPrivacy> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var choices = new Dictionary<long, PrivacyChoices>();
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) choices[reader.GetInt64(0)] = (PrivacyChoices)reader.GetInt16(1);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new StoredPrivacy(choices, new DateTimeOffset(reader.GetDateTime(0)).ToUnixTimeMilliseconds(), reader.GetBoolean(1));
    }
}
