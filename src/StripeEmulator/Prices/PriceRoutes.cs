using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Products;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Prices;

internal sealed class PriceRoutes(Account account, StripeClock clock, EventLog events, Expansion expansion)
{
    private const string Fields = "active nickname lookup_key transfer_lookup_key metadata[*] tax_behavior currency_options[*][unit_amount] currency_options[*][unit_amount_decimal] currency_options[*][tax_behavior] ";

    public void Map(ApiRoutes api)
    {
        api.Post("/prices", Fields + "currency product product_data[name] product_data[metadata][*] product_data[id] product_data[active] billing_scheme "
            + "recurring[interval] recurring[interval_count] recurring[trial_period_days] recurring[usage_type] unit_amount unit_amount_decimal", Create);
        api.Post("/prices/{id}", Fields, Update);
        api.Get("/prices", Paging.Accepted + "active currency lookup_keys[*] product type recurring[interval] recurring[usage_type]", List);
        api.Get("/prices/{id}", "", Find);
        expansion.OnRequest("price", "currency_options", id => account.Prices[id].CurrencyOptions);
    }

    /// <summary>A price of a product from its parameters.</summary>
    public Price Create(Parameters given, Product product)
    {
        var price = new Price
        {
            Id = Ids.New("price_1"),
            Created = clock.Now,
            Currency = given.Required("currency").ToLowerInvariant(),
            Product = product.Id,
            UnitAmount = Amount(given) ?? throw RefusedException.Missing(given.Full("unit_amount")),
            Recurring = given.Part("recurring") is { } recurring ? Recurrence(recurring) : null,
        };
        if (price.UnitAmount < 0) throw RefusedException.Invalid("Invalid non-negative integer", given.Full("unit_amount"), "parameter_invalid_integer");
        FreeLookupKey(given);
        Read(given, price);
        account.Prices.Add(price);
        events.Publish(EventType.PriceCreated, price);
        return price;
    }

    private Price Create(ApiCall call)
    {
        var given = call.Parameters;
        if (given.Part("product_data") is not { } inline)
            return Create(given, account.Products.Find(given.Required("product")) ?? throw RefusedException.NoSuch("product", given.Required("product"), "product"));
        var product = account.Products.Add(new Product
        {
            Id = inline.Given("id") ?? Ids.New("prod_", 14),
            Created = clock.Now,
            Updated = clock.Now,
            Name = inline.Required("name"),
            Metadata = inline.Map("metadata"),
        });
        events.Publish(EventType.ProductCreated, product);
        return Create(given, product);
    }

    private Price Update(ApiCall call)
    {
        var (price, given) = (Find(call), call.Parameters);
        FreeLookupKey(given, price);
        events.Change(EventType.PriceUpdated, price, () => Read(given, price));
        return price;
    }

    // A lookup key belongs to one active price; it moves only when that is asked for.
    private void FreeLookupKey(Parameters given, Price? to = null)
    {
        if (given.Given("lookup_key") is not { } key) return;
        if (account.Prices.All.FirstOrDefault(other => other != to && other.LookupKey == key) is not { } owner) return;
        if (given.Flag("transfer_lookup_key") != true)
            throw RefusedException.Invalid($"A price (`{owner.Id}`) already uses that lookup key.", "lookup_key", "resource_already_exists");
        events.Change(EventType.PriceUpdated, owner, () => owner.LookupKey = null);
    }

    private static void Read(Parameters given, Price price)
    {
        price.Active = given.Flag("active") ?? price.Active;
        if (given.Has("nickname")) price.Nickname = given.Given("nickname");
        if (given.Has("lookup_key")) price.LookupKey = given.Given("lookup_key");
        price.TaxBehavior = given.Choice("tax_behavior", "exclusive", "inclusive", "unspecified") ?? price.TaxBehavior;
        given.Merge("metadata", price.Metadata);
        if (given.Part("currency_options") is not { } options) return;
        price.CurrencyOptions ??= [];
        foreach (var (currency, option) in options.Parts)
        {
            if (Amount(option) is { } amount) price.CurrencyOptions[currency] = new CurrencyOption(amount, option.Given("tax_behavior") ?? "unspecified");
            else price.CurrencyOptions.Remove(currency);
        }
    }

    private static long? Amount(Parameters given) => given.Integer("unit_amount") ?? (long?)given.Number("unit_amount_decimal");

    private static Recurrence Recurrence(Parameters given) => new(
        given.Choice("interval", "day", "week", "month", "year") ?? throw RefusedException.Missing(given.Full("interval")),
        (int)(given.Integer("interval_count") ?? 1),
        (int?)given.Integer("trial_period_days"));

    private ListOf<Price> List(ApiCall call)
    {
        var given = call.Parameters;
        var (active, currency, keys, product, type) = (given.Flag("active"), given.Given("currency"), given.Texts("lookup_keys"), given.Given("product"), given.Given("type"));
        var interval = given.Part("recurring")?.Given("interval");
        return account.Prices.NewestFirst
            .Where(it => (active is null || it.Active == active) && (currency is null || it.Currency == currency) && (product is null || it.Product == product))
            .Where(it => (keys is null || (it.LookupKey is { } key && keys.Contains(key))) && (type is null || it.Type == type) && (interval is null || it.Recurring?.Interval == interval))
            .Page(call);
    }

    private Price Find(ApiCall call) => account.Prices.Find(call.Id) ?? throw RefusedException.NotFound("price", call.Id);
}
