using System.Net;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Rest;

public sealed class AccessTests
{
    [Fact]
    public async Task Another_key_is_refused()
    {
        await using var stripe = await RunningStripe.StartAsync();

        var call = () => stripe.ClientWith("sk_test_wrong").V1.Products.ListAsync();

        var refused = (await call.Should().ThrowAsync<StripeException>()).Which;
        refused.HttpStatusCode.Should().Be(HttpStatusCode.Unauthorized);
        refused.StripeError.Message.Should().StartWith("Invalid API Key provided");
    }

    [Fact]
    public async Task No_key_is_refused_and_a_key_as_user_name_is_not()
    {
        await using var stripe = await RunningStripe.StartAsync();
        (await stripe.Http.GetAsync("v1/products")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/products");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("sk_test_emulator:"u8));

        var answer = await stripe.Http.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Request-Id").Single().Should().StartWith("req_");
    }

    [Fact]
    public async Task An_unknown_path_is_not_found_in_Stripes_shape()
    {
        await using var stripe = await RunningStripe.StartAsync();

        var call = () => stripe.V1.Topups.GetAsync("tu_1");

        var refused = (await call.Should().ThrowAsync<StripeException>()).Which;
        refused.HttpStatusCode.Should().Be(HttpStatusCode.NotFound);
        refused.StripeError.Type.Should().Be("invalid_request_error");
        refused.StripeError.Message.Should().Contain("Unrecognized request URL (GET: /v1/topups/tu_1)");
    }

    [Fact]
    public async Task An_unknown_parameter_is_refused_by_its_name()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var options = new ProductCreateOptions { Name = "Pro" };
        options.AddExtraParam("colours[0][name]", "red");

        var call = () => stripe.V1.Products.CreateAsync(options);

        var error = (await call.Should().ThrowAsync<StripeException>()).Which.StripeError;
        (error.Code, error.Param).Should().Be(("parameter_unknown", "colours"));
    }

    [Fact]
    public async Task What_is_missing_or_malformed_or_does_not_exist_is_refused_by_its_name()
    {
        await using var stripe = await RunningStripe.StartAsync();

        (await ErrorAsync(() => stripe.V1.Products.CreateAsync(new ProductCreateOptions()))).Should().Be(("parameter_missing", "name", HttpStatusCode.BadRequest));
        (await ErrorAsync(() => stripe.V1.Customers.GetAsync("cus_nobody"))).Should().Be(("resource_missing", "id", HttpStatusCode.NotFound));
        (await ErrorAsync(() => stripe.V1.Prices.CreateAsync(new PriceCreateOptions { Product = "prod_none", Currency = "eur", UnitAmount = 1 }))).Should().Be(("resource_missing", "product", HttpStatusCode.BadRequest));
        var options = new ProductListOptions();
        options.AddExtraParam("limit", "many");
        (await ErrorAsync(() => stripe.V1.Products.ListAsync(options))).Should().Be(("parameter_invalid_integer", "limit", HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task What_cannot_be_expanded_is_refused()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.CustomerAsync();

        var call = () => stripe.V1.Customers.GetAsync(customer.Id, new CustomerGetOptions { Expand = ["colour"] });

        (await call.Should().ThrowAsync<StripeException>()).Which.StripeError.Message.Should().Be("This property cannot be expanded (colour).");
    }

    private static async Task<(string, string, HttpStatusCode)> ErrorAsync(Func<Task> call)
    {
        var refused = (await call.Should().ThrowAsync<StripeException>()).Which;
        return (refused.StripeError.Code, refused.StripeError.Param, refused.HttpStatusCode);
    }
}
