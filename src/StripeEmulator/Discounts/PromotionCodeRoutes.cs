using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Discounts;

internal sealed class PromotionCodeRoutes(Account account, StripeClock clock)
{
    public void Map(ApiRoutes api)
    {
        api.Post("/promotion_codes", "promotion[type] promotion[coupon] code active customer expires_at max_redemptions metadata[*] "
            + "restrictions[first_time_transaction] restrictions[minimum_amount] restrictions[minimum_amount_currency]", Create);
        api.Post("/promotion_codes/{id}", "active metadata[*]", Update);
        api.Get("/promotion_codes", Paging.Accepted + "active code coupon customer", List);
        api.Get("/promotion_codes/{id}", "", Find);
    }

    private PromotionCode Create(ApiCall call)
    {
        var given = call.Parameters;
        var promotion = given.Part("promotion") ?? throw RefusedException.Missing("promotion");
        promotion.Choice("type", "coupon");
        var coupon = promotion.Required("coupon");
        if (account.Coupons.Find(coupon) is not { Valid: true }) throw RefusedException.NoSuch("coupon", coupon, "promotion[coupon]");
        var code = given.Given("code") ?? Ids.New("", 8).ToUpperInvariant();
        if (account.PromotionCodes.All.Any(it => it.Active && Same(it.Code, code)))
            throw RefusedException.Invalid($"An active promotion code with `code: {code}` already exists.", "code", "resource_already_exists");
        if (given.Given("customer") is { } customer) CustomerDesk.Named(account, customer);
        var restrictions = given.Part("restrictions");
        return account.PromotionCodes.Add(new PromotionCode
        {
            Id = Ids.New("promo_1"),
            Created = clock.Now,
            Active = given.Flag("active") ?? true,
            Code = code,
            Customer = given.Given("customer"),
            ExpiresAt = given.Integer("expires_at"),
            MaxRedemptions = (int?)given.Integer("max_redemptions"),
            Metadata = given.Map("metadata"),
            Promotion = new Promotion(coupon),
            Restrictions = new PromotionRestrictions(restrictions?.Flag("first_time_transaction") ?? false, restrictions?.Integer("minimum_amount"), restrictions?.Given("minimum_amount_currency")),
        });
    }

    private PromotionCode Update(ApiCall call)
    {
        var code = Find(call);
        code.Active = call.Parameters.Flag("active") ?? code.Active;
        call.Parameters.Merge("metadata", code.Metadata);
        return code;
    }

    private ListOf<PromotionCode> List(ApiCall call)
    {
        var given = call.Parameters;
        var (active, code, coupon, customer) = (given.Flag("active"), given.Given("code"), given.Given("coupon"), given.Given("customer"));
        return account.PromotionCodes.NewestFirst
            .Where(it => (active is null || it.Active == active) && (code is null || Same(it.Code, code)))
            .Where(it => (coupon is null || it.Promotion.Coupon == coupon) && (customer is null || it.Customer == customer))
            .Page(call);
    }

    private PromotionCode Find(ApiCall call) => account.PromotionCodes.Find(call.Id) ?? throw RefusedException.NotFound("promotion code", call.Id);

    private static bool Same(string code, string other) => code.Equals(other, StringComparison.OrdinalIgnoreCase);
}
