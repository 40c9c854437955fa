using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>The ready specs. <see cref="JobsClient.RunRecipeAsync"/> runs one.</summary>
public sealed class RecipesClient
{
    private readonly JsonRequests requests;

    internal RecipesClient(JsonRequests requests) => this.requests = requests;

    /// <summary>All recipes.</summary>
    public Task<IReadOnlyList<Recipe>> ListAsync(CancellationToken cancellation = default) => requests.GetAsync<IReadOnlyList<Recipe>>("api/recipes", cancellation);

    /// <summary>A recipe.</summary>
    /// <exception cref="LearnMLException">There is none of that name (404).</exception>
    public Task<Recipe> GetAsync(string name, CancellationToken cancellation = default) =>
        requests.GetAsync<Recipe>($"api/recipes/{JsonRequests.Part(name)}", cancellation);
}
