using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Control;

/// <summary>Breaks sessions on purpose.</summary>
public sealed class SessionFaults(World world, SessionRegistry sessions, Publisher publisher)
{
    private const int OversizedBytes = 4 << 20;

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/sessions", () => sessions.All.Select(View).ToList());
        control.MapPost("/sessions/{id}/faults", (string id, FaultRequest request) =>
        {
            var chosen = sessions.All.Where(s => id == "all" || s.Id == id).ToList();
            foreach (var session in chosen) Apply(session, request);
            return chosen.Count == 0 ? Results.NotFound() : Results.Ok(chosen.Count);
        });
        control.MapPost("/dispatches", (RawDispatch raw) =>
        {
            lock (world.Gate) publisher.Raw(raw.GuildId, new DispatchName(raw.Name), System.Text.Encoding.UTF8.GetBytes(raw.Data.GetRawText()));
        });
    }

    public static SessionView View(GatewaySession session) => new(session.Id, session.ShardId, session.ShardCount, session.Intents, session.LastSequence,
        session.SentSequence, session.HeartbeatSequence, session.Connection is not null, session.Connection?.Stalled ?? false, session.DeafTo);

    private void Apply(GatewaySession session, FaultRequest request)
    {
        if (request.Fault is SessionFault.Expire or SessionFault.Invalidate) sessions.Remove(session);
        if (request.Fault == SessionFault.Deafen) session.DeafTo = request.Code ?? 0;
        if (request.Fault == SessionFault.UnknownEvent) session.Append(new Dispatch(new DispatchName("SOMETHING_NEW"), """{"id":"1","shape":["unknown"]}"""u8.ToArray()));
        if (request.Fault == SessionFault.Oversized) session.Append(Oversized(request.Code ?? OversizedBytes));
        if (session.Connection is { } connection) Apply(connection, request);
    }

    private static void Apply(GatewayConnection connection, FaultRequest request)
    {
        switch (request.Fault)
        {
            case SessionFault.Drop or SessionFault.Expire: connection.Drop(); break;
            case SessionFault.Close: connection.Close(request.Code ?? CloseCode.UnknownError, "Requested."); break;
            case SessionFault.Stall: connection.Stall(true); break;
            case SessionFault.Unstall: connection.Stall(false); break;
            case SessionFault.StopAck: connection.AckStopped = true; break;
            case SessionFault.StartAck: connection.AckStopped = false; break;
            case SessionFault.Garble: connection.GarbleNext(); break;
            case SessionFault.Malformed: connection.Send("""{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{"id":"""u8); break;
            case SessionFault.UnknownOp: connection.Send("""{"t":null,"s":null,"op":77,"d":{"x":1}}"""u8); break;
            case SessionFault.Reconnect: connection.Send("""{"t":null,"s":null,"op":7,"d":null}"""u8); break;
            case SessionFault.Invalidate: GatewayEntry.InvalidSession(connection, resumable: false); break;
            case SessionFault.InvalidResumable: GatewayEntry.InvalidSession(connection, resumable: true); break;
            case SessionFault.RequestHeartbeat: connection.Send("""{"t":null,"s":null,"op":1,"d":null}"""u8); break;
            case SessionFault.Repeat: connection.RepeatLast(); break;
        }
    }

    private static Dispatch Oversized(int bytes) =>
        new(new DispatchName("SOMETHING_LARGE"), System.Text.Encoding.UTF8.GetBytes("{\"filler\":\"" + new string('x', bytes) + "\"}"));
}
