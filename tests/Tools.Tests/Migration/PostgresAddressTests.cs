using CommunityIntel.Storage.MovingIn;
using Npgsql;

namespace CommunityIntel.Tools.Tests.Migration;

public sealed class PostgresAddressTests
{
    [Fact]
    public void An_address_as_hosting_services_give_it_is_understood()
    {
        var settings = PostgresAddress.Parse("postgresql://postgres.abc:p%40ss%3Aword@aws-0-eu.pooler.supabase.com:6543/postgres?sslmode=verify-full&sslrootcert=/etc/ca.crt&pgbouncer=true");

        (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password).Should().Be(("aws-0-eu.pooler.supabase.com", 6543, "postgres", "postgres.abc", "p@ss:word"));
        (settings.SslMode, settings.RootCertificate).Should().Be((SslMode.VerifyFull, "/etc/ca.crt"));
    }

    [Fact]
    public void What_is_left_out_has_its_usual_value()
    {
        var settings = PostgresAddress.Parse(" postgres://u@db.example.org ");

        (settings.Host, settings.Port, settings.Username, settings.Password).Should().Be(("db.example.org", 5432, "u", null));
    }

    [Fact]
    public void Npgsqls_own_form_is_understood() => PostgresAddress.Parse("Host=h;Port=1;Database=d;SSL Mode=Require").Port.Should().Be(1);

    [Theory]
    [InlineData("postgres://u:hunter2@")]
    [InlineData("Host=h;hunter2=1")]
    [InlineData("postgres://u:hunter2@h/d?sslmode=hunter2")]
    public void What_is_refused_is_not_repeated(string text) =>
        FluentActions.Invoking(() => PostgresAddress.Parse(text)).Should().Throw<FormatException>().Which.Message.Should().NotContain("hunter2");
}
