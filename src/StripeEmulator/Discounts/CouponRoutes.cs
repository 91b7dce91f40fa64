using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Discounts;

internal sealed class CouponRoutes(Account account, StripeClock clock, Expansion expansion)
{
    private sealed record AppliesTo(List<string> Products);

    public void Map(ApiRoutes api)
    {
        api.Post("/coupons", "id name amount_off currency percent_off duration duration_in_months max_redemptions redeem_by metadata[*] applies_to[products][*]", Create);
        api.Post("/coupons/{id}", "name metadata[*]", Update);
        api.Get("/coupons", Paging.Accepted, call => account.Coupons.NewestFirst.Page(call));
        api.Get("/coupons/{id}", "", Find);
        api.Delete("/coupons/{id}", "", Delete);
        expansion.OnRequest("coupon", "applies_to", id => account.Coupons[id].Products is { Count: > 0 } products ? new AppliesTo(products) : null);
    }

    private Coupon Create(ApiCall call)
    {
        var given = call.Parameters;
        var (amount, percent) = (given.Integer("amount_off"), given.Number("percent_off"));
        if (amount is null == percent is null) throw RefusedException.Invalid("You must pass either percent_off or amount_off, and not both.");
        if (percent is <= 0 or > 100) throw RefusedException.Invalid("percent_off must be greater than 0 and at most 100.", "percent_off");
        var id = given.Given("id") ?? Ids.New("", 8);
        if (account.Coupons.Find(id) is not null) throw RefusedException.Invalid($"Coupon already exists: {id}", "id", "resource_already_exists");
        var duration = given.Choice("duration", "once", "repeating", "forever") ?? "once";
        return account.Coupons.Add(new Coupon
        {
            Id = id,
            Created = clock.Now,
            Name = given.Given("name"),
            AmountOff = amount,
            Currency = amount is null ? null : given.Required("currency").ToLowerInvariant(),
            PercentOff = percent,
            Duration = duration,
            DurationInMonths = duration != "repeating" ? null : (int)(given.Integer("duration_in_months") ?? throw RefusedException.Missing("duration_in_months")),
            MaxRedemptions = (int?)given.Integer("max_redemptions"),
            RedeemBy = given.Integer("redeem_by"),
            Metadata = given.Map("metadata"),
            Products = given.Part("applies_to")?.Texts("products") ?? [],
        });
    }

    private Coupon Update(ApiCall call)
    {
        var coupon = Find(call);
        if (call.Parameters.Has("name")) coupon.Name = call.Parameters.Given("name");
        call.Parameters.Merge("metadata", coupon.Metadata);
        return coupon;
    }

    // Discounts that were made of it go on (Stripe API reference, Delete a coupon), so it stays and only stops to be valid.
    private Deleted Delete(ApiCall call)
    {
        Find(call).Valid = false;
        return new Deleted(call.Id, "coupon");
    }

    private Coupon Find(ApiCall call) => account.Coupons.Find(call.Id) ?? throw RefusedException.NotFound("coupon", call.Id);
}
