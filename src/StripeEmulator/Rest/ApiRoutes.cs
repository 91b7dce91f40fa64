namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>The table of calls: path, known parameters (<see cref="Accepted"/>), what answers. The answer runs under the account's lock.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes, ApiGate gate)
{
    public void Get(string path, string accepted, Func<ApiCall, object> answer) => Map("GET", path, accepted, answer);

    public void Post(string path, string accepted, Func<ApiCall, object> answer) => Map("POST", path, accepted, answer);

    public void Delete(string path, string accepted, Func<ApiCall, object> answer) => Map("DELETE", path, accepted, answer);

    /// <summary>Everything else below /v1.</summary>
    public void Unknown() => routes.Map("/v1/{**rest}", (HttpContext http) => gate.HandleAsync(http, new Accepted("**"), _ => ApiGate.Unknown(http.Request)));

    private void Map(string method, string path, string accepted, Func<ApiCall, object> answer)
    {
        var known = new Accepted(accepted);
        routes.MapMethods("/v1" + path, [method], (HttpContext http) => gate.HandleAsync(http, known, answer));
    }
}
