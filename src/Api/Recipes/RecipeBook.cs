using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>The experiments of the course notes as ready specs.</summary>
public static class RecipeBook
{
    /// <summary>Every recipe.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [.. ClothesRecipes.All, .. CurveRecipes.All, .. HouseRecipes.All];

    /// <summary>A recipe; null when there is none of that name.</summary>
    public static Recipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
