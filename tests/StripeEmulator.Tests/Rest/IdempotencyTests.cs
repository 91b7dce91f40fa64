using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Rest;

public sealed class IdempotencyTests
{
    private static readonly RequestOptions Key = new() { IdempotencyKey = "once" };

    [Fact]
    public async Task The_same_call_with_the_same_key_is_answered_the_same_and_done_once()
    {
        await using var stripe = await RunningStripe.StartAsync();

        var first = await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" }, Key);
        var second = await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" }, Key);

        second.Id.Should().Be(first.Id);
        second.StripeResponse.Headers.GetValues("Idempotent-Replayed").Should().Equal("true");
        (await stripe.V1.Customers.ListAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_key_is_refused_for_other_parameters()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" }, Key);

        var call = () => stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Bob" }, Key);

        (await call.Should().ThrowAsync<StripeException>()).Which.StripeError.Type.Should().Be("idempotency_error");
    }

    [Fact]
    public async Task A_refused_call_does_not_use_up_its_key()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var refused = () => stripe.V1.Products.CreateAsync(new ProductCreateOptions(), Key);
        await refused.Should().ThrowAsync<StripeException>();

        (await stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "Pro" }, Key)).Name.Should().Be("Pro");
    }

    [Fact]
    public async Task A_client_that_lost_the_answer_and_tries_again_does_it_once()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.Control.FailAsync(new RequestFault(RequestFaultKind.LoseAnswer, PathPrefix: "/v1/customers", Method: "POST"));

        var customer = await stripe.ClientWith(stripe.Options.ApiKey, retries: 2).V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" });

        customer.Name.Should().Be("Ada");
        (await stripe.V1.Customers.ListAsync()).Should().HaveCount(1);
    }
}
