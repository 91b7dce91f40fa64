using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Products;

internal sealed class Product : StripeObject
{
    public override string Object => "product";

    public bool Active { get; set; } = true;

    public string? DefaultPrice { get; set; }

    public string? Description { get; set; }

    public List<string> Images { get; set; } = [];

    public List<MarketingFeature> MarketingFeatures { get; set; } = [];

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required string Name { get; set; }

    public string? StatementDescriptor { get; set; }

    public string? TaxCode { get; set; }

    public string Type => "service";

    public string? UnitLabel { get; set; }

    public long Updated { get; set; }

    public string? Url { get; set; }
}

internal sealed record MarketingFeature(string Name);
