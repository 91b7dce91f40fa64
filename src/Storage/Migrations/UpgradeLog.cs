using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Storage.Migrations;

/// <summary>Brings DbUp's own log into ours, one level down: what matters of it is logged by the migrator.</summary>
internal sealed partial class UpgradeLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => LogDetail(Text(format, args), null);

    public void LogDebug(string format, params object[] args) => LogDetail(Text(format, args), null);

    public void LogInformation(string format, params object[] args) => LogDetail(Text(format, args), null);

    public void LogWarning(string format, params object[] args) => LogTrouble(Text(format, args), null);

    public void LogError(string format, params object[] args) => LogTrouble(Text(format, args), null);

    public void LogError(Exception ex, string format, params object[] args) => LogTrouble(Text(format, args), ex);

    // DbUp also logs finished lines through the format parameter; braces in them are not placeholders.
    private static string Text(string format, object[] args) =>
        args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

    [LoggerMessage(LogLevel.Debug, "Migration: {Detail}")]
    private partial void LogDetail(string detail, Exception? exception);

    [LoggerMessage(LogLevel.Warning, "Migration: {Detail}")]
    private partial void LogTrouble(string detail, Exception? exception);
}
