using System.Globalization;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Invoices;

internal sealed class InvoiceLine : StripeObject
{
    public override string Object => "line_item";

    /// <summary>Minor units before discounts; negative is a credit.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string Description { get; init; }

    public List<DiscountAmount> DiscountAmounts { get; init; } = [];

    public required bool Discountable { get; init; }

    public List<string> Discounts => [];

    public string? Invoice { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required LineParent Parent { get; init; }

    public required LinePeriod Period { get; init; }

    public required LinePricing Pricing { get; init; }

    public long Quantity { get; init; }

    public string Subscription => Parent.SubscriptionItemDetails.Subscription;

    public long Subtotal => Amount;

    public List<string> Taxes => [];

    /// <summary>A whole period of an item.</summary>
    public static InvoiceLine Whole(SubscriptionItem item, string currency, string product, long start, long end) =>
        Of(item, currency, item.AmountIn(currency), $"{item.Quantity} × {product} (at {item.Price.AmountIn(currency)} {currency} / {item.Price.Recurring!.Interval})", start, end, proration: false);

    /// <summary>A part of a period: a credit for what was paid, or what the rest costs. Discounts are already in the amount.</summary>
    public static InvoiceLine Part(SubscriptionItem item, string currency, long amount, string product, long start, long end)
    {
        var after = DateTimeOffset.FromUnixTimeSeconds(start).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        return Of(item, currency, amount, $"{(amount < 0 ? "Unused" : "Remaining")} time on {item.Quantity} × {product} after {after}", start, end, proration: true);
    }

    /// <summary>A trial, which costs nothing.</summary>
    public static InvoiceLine Trial(SubscriptionItem item, string currency, string product, long start, long end) =>
        Of(item, currency, 0, $"Trial period for {product}", start, end, proration: false);

    private static InvoiceLine Of(SubscriptionItem item, string currency, long amount, string description, long start, long end, bool proration) => new()
    {
        Id = Ids.New("il_1"),
        Amount = amount,
        Currency = currency,
        Description = description,
        Discountable = !proration,
        Metadata = new(item.Metadata),
        Parent = new LineParent(new LineSubscriptionItem(proration, item.Subscription, item.Id, proration ? Ids.New("ii_1") : null)),
        Period = new LinePeriod(start, end),
        Pricing = new LinePricing(new LinePrice(item.Price.Id, item.Price.Product), item.Price.AmountIn(currency)!.Value.ToString(CultureInfo.InvariantCulture)),
        Quantity = item.Quantity,
    };
}

internal sealed record LineParent(LineSubscriptionItem SubscriptionItemDetails)
{
    public string Type => "subscription_item_details";
}

internal sealed record LineSubscriptionItem(bool Proration, string Subscription, string SubscriptionItem, string? InvoiceItem);

internal sealed record LinePeriod(long Start, long End);

internal sealed record LinePricing(LinePrice PriceDetails, string UnitAmountDecimal)
{
    public string Type => "price_details";
}

internal sealed record LinePrice(string Price, string Product);

/// <summary>A line that waits for the next invoice of its subscription.</summary>
internal sealed class InvoiceItem : StripeObject
{
    public override string Object => "invoiceitem";

    public required string Customer { get; init; }

    public required string Subscription { get; init; }

    public required InvoiceLine Line { get; init; }
}
