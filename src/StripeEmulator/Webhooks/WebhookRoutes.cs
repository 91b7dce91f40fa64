using System.Text.Json.Nodes;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Webhooks;

internal sealed class WebhookRoutes(Account account, StripeClock clock, Wire wire)
{
    public void Map(ApiRoutes api)
    {
        api.Post("/webhook_endpoints", "url enabled_events[*] api_version description metadata[*] connect", Create);
        api.Post("/webhook_endpoints/{id}", "url enabled_events[*] description disabled metadata[*]", Update);
        api.Get("/webhook_endpoints", Paging.Accepted, call => account.WebhookEndpoints.NewestFirst.Page(call));
        api.Get("/webhook_endpoints/{id}", "", Find);
        api.Delete("/webhook_endpoints/{id}", "", call =>
        {
            account.WebhookEndpoints.Remove(Find(call));
            return new Deleted(call.Id, "webhook_endpoint");
        });
    }

    private JsonObject Create(ApiCall call)
    {
        var given = call.Parameters;
        var endpoint = account.WebhookEndpoints.Add(new WebhookEndpoint
        {
            Id = Ids.New("we_1"),
            Created = clock.Now,
            Url = Address(given.Required("url")),
            EnabledEvents = given.Texts("enabled_events") is { Count: > 0 } types ? types : throw RefusedException.Missing("enabled_events"),
            ApiVersion = given.Given("api_version"),
            Description = given.Given("description"),
            Metadata = given.Map("metadata"),
            Secret = Ids.New("whsec_", 32),
        });
        var answer = wire.Snapshot(endpoint);
        answer["secret"] = endpoint.Secret;
        return answer;
    }

    private WebhookEndpoint Update(ApiCall call)
    {
        var (endpoint, given) = (Find(call), call.Parameters);
        if (given.Given("url") is { } url) endpoint.Url = Address(url);
        if (given.Texts("enabled_events") is { Count: > 0 } types) endpoint.EnabledEvents = types;
        if (given.Has("description")) endpoint.Description = given.Given("description");
        if (given.Flag("disabled") is { } disabled) endpoint.Status = disabled ? "disabled" : "enabled";
        given.Merge("metadata", endpoint.Metadata);
        return endpoint;
    }

    private WebhookEndpoint Find(ApiCall call) => account.WebhookEndpoints.Find(call.Id) ?? throw RefusedException.NotFound("webhook endpoint", call.Id);

    private static string Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? url
        : throw RefusedException.Invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
}
