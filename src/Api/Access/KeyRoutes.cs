using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access;

internal static class KeyRoutes
{
    public static void MapKeys(this WebApplication app)
    {
        var keys = app.MapGroup("/api/keys").WithTags("Access").For(Scope.Admin).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        keys.MapGet("/", async (KeyStore store, CancellationToken cancellation) => TypedResults.Ok(await store.ListAsync(cancellation)))
            .WithSummary("List all keys, including revoked ones");
        keys.MapPost("/", Create).WithSummary("Create a key")
            .WithDescription("The secret is returned only in this answer; the service stores only its hash.").Takes<KeyRequest>(Examples.Key);
        keys.MapDelete("/{name}", Revoke).WithSummary("Revoke a key")
            .WithDescription("This process refuses the key at once, other processes within two seconds. The key's hub connections are closed.")
            .Problems(404);
    }

    private static async Task<Results<Created<NewKey>, ValidationProblem>> Create(JsonBody body, KeyStore store, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var request = new StrictReader(errors).Read<KeyRequest>(body.Json);
        return request is not null && await store.CreateAsync(request, errors, cancellation) is { } created
            ? TypedResults.Created($"/api/keys/{created.Key.Name}", created)
            : TypedResults.ValidationProblem(errors.ToDictionary(), "The key cannot be created. The field errors lists every reason.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(string name, KeyStore store, KeyRing ring, CancellationToken cancellation)
    {
        if (!await store.RevokeAsync(name, cancellation))
        {
            return TypedResults.Problem($"There is no key '{name}'. GET /api/keys lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await ring.LookAsync(cancellation);
        return TypedResults.NoContent();
    }
}
