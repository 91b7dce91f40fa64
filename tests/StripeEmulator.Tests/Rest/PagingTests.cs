using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Rest;

public sealed class PagingTests
{
    [Fact]
    public async Task Pages_come_newest_first_and_lead_through_everything()
    {
        await using var stripe = await RunningStripe.StartAsync();
        for (var at = 0; at < 25; at++) await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = $"{at}" });

        var first = await stripe.V1.Customers.ListAsync(new CustomerListOptions { Limit = 10 });
        first.HasMore.Should().BeTrue();
        first.Select(it => it.Name).Should().Equal(Enumerable.Range(15, 10).Reverse().Select(at => $"{at}"));

        var all = new List<string>();
        await foreach (var customer in stripe.V1.Customers.ListAutoPagingAsync(new CustomerListOptions { Limit = 7 })) all.Add(customer.Name);
        all.Should().Equal(Enumerable.Range(0, 25).Reverse().Select(at => $"{at}"));

        var before = await stripe.V1.Customers.ListAsync(new CustomerListOptions { Limit = 3, EndingBefore = first.Data[5].Id });
        before.Select(it => it.Name).Should().Equal("22", "21", "20");
        before.HasMore.Should().BeTrue();
    }

    [Fact]
    public async Task A_limit_is_at_most_100()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var list = () => stripe.V1.Customers.ListAsync(new CustomerListOptions { Limit = 101 });
        await list.Should().ThrowAsync<StripeException>();
    }
}
