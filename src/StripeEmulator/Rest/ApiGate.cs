using System.Text;
using System.Text.Json.Nodes;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>What every call of the API passes: prepared faults, the key, its idempotency key, the known parameters, the account's lock.</summary>
internal sealed class ApiGate(StripeEmulatorOptions options, Account account, Lifecycle lifecycle, EventLog events, Idempotency idempotency, Expansion expansion, Wire wire, RequestFaults faults, StripeClock clock)
{
    private sealed record Reply(int Status, string Body, bool Replayed = false);

    public async Task HandleAsync(HttpContext http, Accepted accepted, Func<ApiCall, object> answer)
    {
        var requestId = Ids.New("req_", 14);
        http.Response.Headers["Request-Id"] = requestId;
        http.Response.Headers["Stripe-Version"] = options.ApiVersion;
        var fault = faults.Take(http.Request);
        if (fault?.Kind == RequestFaultKind.Hang) await HangAsync(http);
        else if (fault?.Kind == RequestFaultKind.Refuse) await WriteAsync(http, Refuse(fault, requestId));
        else await AnswerAsync(http, requestId, accepted, answer, lose: fault is not null);
    }

    /// <summary>The answer to a path that is not known.</summary>
    public static object Unknown(HttpRequest request) =>
        throw new RefusedException(StatusCodes.Status404NotFound, "invalid_request_error", null,
            $"Unrecognized request URL ({request.Method}: {request.Path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.");

    private async Task AnswerAsync(HttpContext http, string requestId, Accepted accepted, Func<ApiCall, object> answer, bool lose)
    {
        var pairs = await PairsAsync(http.Request);
        var reply = Answer(http, requestId, pairs, accepted, answer);
        if (lose) http.Abort();
        else await WriteAsync(http, reply);
    }

    private Reply Answer(HttpContext http, string requestId, List<KeyValuePair<string, string>> pairs, Accepted accepted, Func<ApiCall, object> answer)
    {
        var key = HttpMethods.IsPost(http.Request.Method) && http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        lock (account.Gate)
        {
            try
            {
                Authorize(http.Request);
                lifecycle.CatchUp();
                var hash = Idempotency.Hash(http.Request.Method, http.Request.Path, pairs);
                if (key is not null && idempotency.Find(key, hash, clock.Now) is { } kept) return new Reply(kept.Status, kept.Body, Replayed: true);
                var reply = Carry(new ApiCall(requestId, key, http.Request.RouteValues, Parameters.Read(pairs), http.Request.Path), accepted, answer);
                if (key is not null) idempotency.Keep(key, new KeptAnswer(hash, reply.Status, reply.Body, clock.Now));
                return reply;
            }
            catch (RefusedException refused)
            {
                return new Reply(refused.Status, refused.ToJson(requestId).ToJsonString());
            }
            finally
            {
                if (!HttpMethods.IsGet(http.Request.Method)) account.Changed();
            }
        }
    }

    // A declined card is an answer like any other to its idempotency key.
    private Reply Carry(ApiCall call, Accepted accepted, Func<ApiCall, object> answer)
    {
        events.Request = call;
        try
        {
            accepted.Check(call.Parameters);
            var json = wire.Snapshot(answer(call));
            expansion.Apply(json, call.Expand);
            return new Reply(StatusCodes.Status200OK, json.ToJsonString());
        }
        catch (RefusedException refused) when (refused.CarriedOut)
        {
            return new Reply(refused.Status, refused.ToJson(call.RequestId).ToJsonString());
        }
        finally
        {
            events.Request = null;
        }
    }

    private void Authorize(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var key = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
            : header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? UserOf(header["Basic ".Length..]) : "";
        if (key == options.ApiKey) return;
        throw new RefusedException(StatusCodes.Status401Unauthorized, "invalid_request_error", null, key.Length == 0
            ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
            : "Invalid API Key provided: " + new string('*', Math.Min(key.Length, 12)));
    }

    private static string UserOf(string basic)
    {
        var bytes = new byte[basic.Length];
        return Convert.TryFromBase64String(basic.Trim(), bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count).Split(':')[0] : "";
    }

    private static async Task<List<KeyValuePair<string, string>>> PairsAsync(HttpRequest request)
    {
        var pairs = request.Query.SelectMany(each => each.Value, (each, value) => KeyValuePair.Create(each.Key, value ?? "")).ToList();
        if (!request.HasFormContentType) return pairs;
        var form = await request.ReadFormAsync();
        pairs.AddRange(form.SelectMany(each => each.Value, (each, value) => KeyValuePair.Create(each.Key, value ?? "")));
        return pairs;
    }

    private static Reply Refuse(RequestFault fault, string requestId)
    {
        var (type, code, message) = fault.Status == StatusCodes.Status429TooManyRequests
            ? ("invalid_request_error", "rate_limit", "Request rate limit exceeded.")
            : ("api_error", null, "An unknown error occurred.");
        return new Reply(fault.Status, new RefusedException(fault.Status, type, code, message).ToJson(requestId).ToJsonString());
    }

    private static async Task HangAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var _ = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static Task WriteAsync(HttpContext http, Reply reply)
    {
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = "application/json";
        if (reply.Replayed) http.Response.Headers["Idempotent-Replayed"] = "true";
        return http.Response.WriteAsync(reply.Body);
    }
}
