using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Events;

internal sealed class EventRoutes(Account account)
{
    public void Map(ApiRoutes api)
    {
        api.Get("/events", Paging.Accepted + "type types[*] delivery_success", List);
        api.Get("/events/{id}", "", call => account.Events.Find(call.Id) ?? throw RefusedException.NotFound("event", call.Id));
    }

    private ListOf<StripeEvent> List(ApiCall call)
    {
        var (type, types, delivered) = (call.Parameters.Given("type"), call.Parameters.Texts("types"), call.Parameters.Flag("delivery_success"));
        return account.Events.NewestFirst
            .Where(it => (type is null || Matches(type, it.Type)) && (types is null || types.Any(pattern => Matches(pattern, it.Type))))
            .Where(it => delivered is null || delivered == (it.PendingWebhooks == 0))
            .Page(call);
    }

    /// <summary>Whether a type is the one meant, where <c>*</c> at the end stands for anything.</summary>
    internal static bool Matches(string pattern, string type) =>
        pattern == type || (pattern.EndsWith('*') && type.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
