using System.Net;
using System.Net.Sockets;
using CommunityIntel.Lab.Network;

namespace CommunityIntel.BotShard.Tests;

/// <summary>The network that tests break is broken for whom they mean.</summary>
public sealed class LineTests
{
    private const int SomebodyElse = 1;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cut_off_process_is_reset_until_it_is_let_in_again_and_others_are_not()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        await using var line = new TcpProxy(((IPEndPoint)target.LocalEndpoint).Port);
        using var client = await ConnectAsync(line);
        using var server = await target.AcceptSocketAsync(Cancellation);

        line.Suffer(OutageOf(SomebodyElse));
        await IsHeardAsync(client, server);

        var ours = OutageOf(Environment.ProcessId);
        line.Suffer(ours);
        await ShouldBeResetAsync(server);
        // On a busy machine the connection is reset before it is seen to be there.
        await FluentActions.Awaiting(async () =>
        {
            using var refused = await ConnectAsync(line);
            await refused.ReceiveAsync(new byte[8], Cancellation);
        }).Should().ThrowAsync<SocketException>();

        ours.End();
        using var again = await ConnectAsync(line);
        using var serverAgain = await target.AcceptSocketAsync(Cancellation);
        await IsHeardAsync(again, serverAgain);
    }

    private static Outage OutageOf(int processId) => new(isSilent: false, (client, port) => SocketOwner.Holds(processId, client, port));

    private static async Task<Socket> ConnectAsync(TcpProxy line)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, line.Port, Cancellation);
        return socket;
    }

    private static async Task IsHeardAsync(Socket from, Socket to)
    {
        await from.SendAsync("?"u8.ToArray(), Cancellation);
        (await to.ReceiveAsync(new byte[8], Cancellation)).Should().Be(1);
    }

    private static async Task ShouldBeResetAsync(Socket socket) =>
        await FluentActions.Awaiting(async () => await socket.ReceiveAsync(new byte[8], Cancellation)).Should().ThrowAsync<SocketException>();
}
