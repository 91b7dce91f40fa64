using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Products;

internal sealed class ProductRoutes(Account account, StripeClock clock, EventLog events, PriceRoutes prices)
{
    private const string Fields = "name active description images[*] marketing_features[*][name] metadata[*] statement_descriptor tax_code unit_label url shippable ";

    public void Map(ApiRoutes api)
    {
        api.Post("/products", Fields + "id type default_price_data[**]", Create);
        api.Post("/products/{id}", Fields + "default_price", Update);
        api.Get("/products", Paging.Accepted + "active ids[*] url", List);
        api.Get("/products/{id}", "", Find);
        api.Delete("/products/{id}", "", Delete);
    }

    private Product Create(ApiCall call)
    {
        var given = call.Parameters;
        var id = given.Given("id") ?? Ids.New("prod_", 14);
        if (account.Products.Find(id) is not null) throw RefusedException.Invalid($"Product already exists: {id}", "id", "resource_already_exists");
        var product = new Product { Id = id, Created = clock.Now, Updated = clock.Now, Name = given.Required("name") };
        Read(given, product);
        account.Products.Add(product);
        if (given.Part("default_price_data") is { } price) product.DefaultPrice = prices.Create(price, product).Id;
        events.Publish(EventType.ProductCreated, product);
        return product;
    }

    private Product Update(ApiCall call)
    {
        var (product, given) = (Find(call), call.Parameters);
        if (given.Given("default_price") is { } price && account.Prices.Find(price)?.Product != product.Id) throw RefusedException.NoSuch("price", price, "default_price");
        events.Change(EventType.ProductUpdated, product, () =>
        {
            Read(given, product);
            if (given.Has("default_price")) product.DefaultPrice = given.Given("default_price");
            product.Updated = clock.Now;
        });
        return product;
    }

    private static void Read(Parameters given, Product product)
    {
        if (given.Given("name") is { } name) product.Name = name;
        product.Active = given.Flag("active") ?? product.Active;
        if (given.Has("description")) product.Description = given.Given("description");
        if (given.Texts("images") is { } images) product.Images = images;
        if (given.Has("marketing_features")) product.MarketingFeatures = [.. given.Each("marketing_features").Select(each => new MarketingFeature(each.Required("name")))];
        if (given.Has("statement_descriptor")) product.StatementDescriptor = given.Given("statement_descriptor");
        if (given.Has("tax_code")) product.TaxCode = given.Given("tax_code");
        if (given.Has("unit_label")) product.UnitLabel = given.Given("unit_label");
        if (given.Has("url")) product.Url = given.Given("url");
        given.Merge("metadata", product.Metadata);
    }

    private ListOf<Product> List(ApiCall call)
    {
        var (active, ids, url) = (call.Parameters.Flag("active"), call.Parameters.Texts("ids"), call.Parameters.Given("url"));
        return account.Products.NewestFirst
            .Where(it => (active is null || it.Active == active) && (ids is null || ids.Contains(it.Id)) && (url is null || it.Url == url)).Page(call);
    }

    private Deleted Delete(ApiCall call)
    {
        var product = Find(call);
        if (account.Prices.All.Any(price => price.Product == product.Id))
            throw RefusedException.Invalid("This product cannot be deleted because it has one or more user-created prices.");
        account.Products.Remove(product);
        return new Deleted(product.Id, "product");
    }

    private Product Find(ApiCall call) => account.Products.Find(call.Id) ?? throw RefusedException.NotFound("product", call.Id);
}
