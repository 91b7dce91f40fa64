using System.Net;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Rest;

public sealed class RequestFaultTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Prepared_calls_fail_and_the_next_one_works(int status)
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.Control.FailAsync(new RequestFault(RequestFaultKind.Refuse, Count: 2, Status: status, PathPrefix: "/v1/products", Method: "POST"));
        var create = () => stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "Pro" });

        (await create.Should().ThrowAsync<StripeException>()).Which.HttpStatusCode.Should().Be((HttpStatusCode)status);
        (await stripe.V1.Products.ListAsync()).Should().BeEmpty("a fault of POST does not touch GET");
        await create.Should().ThrowAsync<StripeException>();
        (await create()).Name.Should().Be("Pro");
    }

    [Fact]
    public async Task A_call_that_hangs_ends_when_the_caller_gives_up_and_did_nothing()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.Control.FailAsync(new RequestFault(RequestFaultKind.Hang, PathPrefix: "/v1/products"));
        using var patience = new CancellationTokenSource();

        var call = stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "Pro" }, cancellationToken: patience.Token);
        (await stripe.V1.Customers.ListAsync()).Should().BeEmpty("others are still answered");
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        await stripe.Control.StopFailingAsync();
        (await stripe.V1.Products.ListAsync()).Should().BeEmpty();
    }
}
