using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Customers;

internal sealed class Customer : StripeObject
{
    public override string Object => "customer";

    public Address? Address { get; set; }

    /// <summary>Minor units; negative is a credit that the next invoice uses up.</summary>
    public long Balance { get; set; }

    public string? Currency { get; set; }

    public bool Delinquent { get; set; }

    public string? Description { get; set; }

    public string? Email { get; set; }

    public string InvoicePrefix { get; init; } = "";

    public CustomerInvoiceSettings InvoiceSettings { get; init; } = new();

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? Name { get; set; }

    public int NextInvoiceSequence { get; set; } = 1;

    public string? Phone { get; set; }

    public List<string> PreferredLocales { get; set; } = [];

    public string TaxExempt { get; set; } = "none";

    /// <summary>Sent when it is expanded.</summary>
    [Unsent]
    public List<TaxId> TaxIds { get; init; } = [];

    /// <summary>Is found by its id only, and answered as deleted.</summary>
    [Unsent]
    public bool IsDeleted { get; set; }
}

internal sealed class CustomerInvoiceSettings
{
    public string? DefaultPaymentMethod { get; set; }

    public string? Footer { get; set; }
}

internal sealed record Address(string? City, string? Country, string? Line1, string? Line2, string? PostalCode, string? State);

internal sealed class TaxId : StripeObject
{
    public override string Object => "tax_id";

    public required string Customer { get; init; }

    public required string Type { get; init; }

    public required string Value { get; init; }
}
