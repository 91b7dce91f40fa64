using CommunityIntel.Domain.Outbox;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Outbox;

/// <summary>What a group commit writes for the outbox; part of the one transaction.</summary>
internal sealed class OutboxRows
{
    private readonly Columns _actions = new();

    public void Clear() => _actions.Clear();

    public void Add(GuildCommit commit)
    {
        foreach (var action in commit.Changes.Outbox.Values)
        {
            var (kind, json) = OutboxPayload.Write(action);
            _actions.Row().Big(commit.GuildId).Text(action.Key).Text(kind).Text(json)
                .Text(action.IsTargetState ? null : action.NonceIn(commit.GuildId)).Small((short)(action is SetRoles { IsRepair: true } ? 1 : 0));
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (!_actions.IsEmpty) batch.BatchCommands.Add(_actions.Command(OutboxSql.Note));
    }
}
