using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Gateway;

public sealed partial class DiscordGatewayClient
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {ShardId} session {SessionId}: {Change} at {Sequence}")]
    private partial void LogSession(int shardId, string change, string sessionId, long sequence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {ShardId} connection ended ({CloseCode}): {Reason}; next: {Next}")]
    private partial void LogConnectionEnded(int shardId, int? closeCode, string reason, NextStep next);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {ShardId} could not connect: {Reason}")]
    private partial void LogConnectFailed(int shardId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {ShardId} identifies anew: {Reason}")]
    private partial void LogReidentify(int shardId, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Shard {ShardId} is closed for good ({CloseCode}): {Reason}")]
    private partial void LogFatal(int shardId, int? closeCode, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shard {ShardId} failed unexpectedly and connects again")]
    private partial void LogUnexpected(Exception exception, int shardId);
}
