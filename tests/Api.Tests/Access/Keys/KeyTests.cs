using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access.Keys;

[Collection(SecuredServiceCollection.Name)]
public sealed class KeyTests(SecuredServiceFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    [Fact]
    public async Task Key_is_returned_once_and_stored_as_a_hash()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);

        Assert.Matches("^lml_[A-Za-z0-9_-]{43}$", created.Secret);
        Assert.DoesNotContain(created.Secret, (await fixture.Admin.GetAsync("/api/keys")).Body, StringComparison.Ordinal);
        var stored = new List<string>();
        foreach (var file in Directory.GetFiles(fixture.Data.Path, "learnml.db*"))
        {
            stored.Add(await ReadInOtherProcessAsync(file));
        }

        Assert.Contains(stored, bytes => bytes.Contains(created.Key.Name, StringComparison.Ordinal));
        Assert.All(stored, bytes => Assert.DoesNotContain(created.Secret[4..], bytes, StringComparison.Ordinal));
        Assert.DoesNotContain(created.Secret, fixture.Anonymous.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_list_shows_when_a_key_was_last_used()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);
        Assert.Null(created.Key.LastUsedAt);
        using var data = new TemporaryFolder();
        var secret = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin", "--name", "used");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true");
        await using var caller = service.WithKey(secret);

        var listed = await Deadline.UntilAsync(
            () => caller.Client.Access.ListKeysAsync(cancellationToken), keys => keys.Single().LastUsedAt is not null);

        Assert.InRange(listed.Single().LastUsedAt!.Value, listed.Single().CreatedAt, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Revoked_key_is_rejected_at_once_and_its_name_cannot_be_reused()
    {
        var created = await fixture.Admin.Client.Access.CreateKeyAsync(new KeyRequest { Name = "leaver", Scopes = [Scope.Read] }, cancellationToken);
        var caller = fixture.CreateClient(created.Secret);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/jobs")).Status);

        await fixture.Admin.Client.Access.RevokeKeyAsync("leaver", cancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/jobs")).Status);
        var error = await Assert.ThrowsAsync<LearnMLException>(
            () => fixture.Admin.Client.Access.CreateKeyAsync(new KeyRequest { Name = "leaver", Scopes = [Scope.Read] }, cancellationToken));
        Assert.Equal("'leaver' is already used by a key, which may be revoked", error.Errors["name"].Single());
    }

    [Fact]
    public async Task Key_request_reports_all_errors_at_once()
    {
        var problem = (await fixture.Admin.PostAsync("/api/keys",
            """{ "name": "../etc", "scopes": [], "expiresAt": "2001-01-01T00:00:00Z", "more": 1 }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["expiresAt", "more", "name", "scopes"], problem.Fields);
        var invalid = (await fixture.Admin.PostAsync("/api/keys", """{ "name": "local", "scopes": ["everything"], "expiresAt": "soon" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("must be a list of read, predict, train, admin", invalid.Errors!["scopes"]);
        Assert.Equal(["must be a time, such as 2030-01-31T12:00:00Z"], invalid.Errors["expiresAt"]);
        (await fixture.Admin.DeleteAsync("/api/keys/nobody")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_one_of_several_concurrent_requests_gets_a_key_name()
    {
        for (var round = 0; round < 5; round++)
        {
            var body = $$"""{ "name": "wanted-{{round}}", "scopes": ["read"] }""";

            var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.Admin.PostAsync("/api/keys", body)));

            Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.BadRequest, 7)],
                responses.Select(response => response.Status).Order());
        }
    }

    [Fact]
    public async Task Key_command_creates_lists_and_revokes_keys_while_the_service_runs()
    {
        var secret = await SecuredServiceFixture.CreateFirstKeyAsync(fixture.Data, "--scope", "read,predict", "--name", "by-hand", "--days", "2");
        var caller = fixture.CreateClient(secret);
        Assert.Equal(new Caller("by-hand", [Scope.Read, Scope.Predict]).Scopes,
            (await caller.Client.Access.GetCallerAsync(cancellationToken))!.Scopes);

        Assert.Matches("by-hand +read,predict +created .+ expires ", await ServiceCommand.RunAsync(fixture.Data, "keys", "list"));
        await using var revoke = ServiceProcess.Launch(fixture.Data, null, "keys", "revoke", "--name", "by-hand");
        Assert.Equal(0, await revoke.WaitForExitAsync());
        var entries = (await fixture.Admin.Client.Access.ReadAuditLogAsync(take: 1000, cancellationToken: cancellationToken))
            .Where(line => line.Path == "/api/keys/by-hand");
        Assert.Equal([("terminal", "keys create"), ("terminal", "keys revoke")], entries.Select(line => (line.Caller, line.Method)));

        await Deadline.UntilAsync(() => caller.GetAsync("/api/jobs"), response => response.Status == HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("--scope: must be one of read, predict, train, admin", "create", "--scope", "everything")]
    [InlineData("scopes: must have at least one of read, predict, train, admin", "create")]
    [InlineData("--days: must be a number of days", "create", "--scope", "read", "--days", "soon")]
    [InlineData("There is no key 'nobody'.", "revoke", "--name", "nobody")]
    [InlineData("keys revoke --name NAME", "destroy")]
    public async Task Key_command_reports_errors(string line, params string[] arguments) =>
        Assert.Contains(line, await ServiceCommand.FailAsync(fixture.Data, ["keys", .. arguments]), StringComparison.Ordinal);

    /// <summary>
    /// Reads a copy that another process makes. If this process, which runs the service, closed a database file, the operating system would drop
    /// SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    /// </summary>
    private static async Task<string> ReadInOtherProcessAsync(string path)
    {
        using var folder = new TemporaryFolder();
        await ShellCommand.RunAsync("cp", path, folder["copy"]);
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder["copy"]));
    }
}
