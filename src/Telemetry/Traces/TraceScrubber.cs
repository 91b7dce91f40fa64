using System.Diagnostics;
using System.Reflection;
using OpenTelemetry;

namespace CommunityIntel.Telemetry.Traces;

/// <summary>Leaves of a span what says where time went. Who asked, from where, for which address, and what an error said is not sent.</summary>
internal sealed class TraceScrubber : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.response.status_code", "http.route", "error.type",
        "rpc.system", "rpc.system.name", "rpc.service", "rpc.method", "orleans.rpc.service",
        "db.system.name", "db.operation.name", "db.response.status_code",
        "guild_id", "session_id", "first_sequence", "last_sequence", "events", "guilds", "rows",
    };

    /// <summary>Exceptions are events of a span, with their messages, and nothing public takes an event away again.</summary>
    private static readonly FieldInfo? Events = typeof(Activity).GetField("_events", BindingFlags.Instance | BindingFlags.NonPublic);

    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
            if (!Kept.Contains(name)) data.SetTag(name, null);
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
        if (!data.Events.Any()) return;
        Events?.SetValue(data, null);
        // Better no span than one that says too much.
        if (data.Events.Any()) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
