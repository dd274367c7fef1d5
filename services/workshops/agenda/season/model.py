"""One part of a season as a CP-SAT model: a choice of one slot per workshop, and who stays away from it.

What everybody sees at once (required people, venues) is in the model from the beginning. That optional people cannot
be in two places is added where a solution runs into it: most pairs of workshops never come near each other, and each
solution of the looser model is a bound for the true one.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ortools.sat.python import cp_model

from services.workshops.agenda.season.candidates import Candidates
from services.workshops.agenda.season.clashes import clash, clashing
from services.workshops.agenda.season.greedy import Draft
from services.workshops.agenda.season.values import Season

_Var = cp_model.IntVar
_Pair = tuple[str, str]


class Model:
    """The model of one part; `presence` is the greatest presence, in units, that the objective may reach."""

    def __init__(self, season: Season, workshops: Mapping[str, Candidates], *, all_placed: bool):
        self._season, self._workshops = season, workshops
        self._model = cp_model.CpModel()
        self._chosen: dict[str, list[_Var]] = {}
        self._away: dict[tuple[str, str], _Var] = {}
        self._pairs: set[_Pair] = set()
        self._tie = 1 + len(workshops)
        self.presence = sum(max(one.value) for one in workshops.values())
        self._one_more = 0 if all_placed else (self.presence + 2) * self._tie
        for id_, one in workshops.items():
            self._chosen[id_] = [self._model.new_bool_var("") for _ in range(len(one))]
            limit = self._model.add_exactly_one if all_placed else self._model.add_at_most_one
            limit(self._chosen[id_])
        self._share_venues()
        self._share_required()
        self._maximise()

    # --- what nobody can do, from the beginning

    def _share_venues(self) -> None:
        venues: dict[str, list[str]] = {}
        for id_, one in self._workshops.items():
            if one.wanted.venue is not None:
                venues.setdefault(one.wanted.venue, []).append(id_)
        for together in venues.values():
            self._one_at_a_time(together)

    def _share_required(self) -> None:
        """Keep everybody who is required from two workshops at once, and give them the time to travel."""
        wanted: dict[str, list[str]] = {}
        for id_, one in self._workshops.items():
            for person in one.wanted.required:
                wanted.setdefault(person, []).append(id_)
        for together in {tuple(ids) for ids in wanted.values()}:
            self._one_at_a_time(together)
        ways = {pair for ids in wanted.values() for pair in combinations(ids, 2) if self._far_apart(*pair)}
        for here, there in sorted(ways):
            for at, rivals in self._rivals(here, there):
                self._model.add_at_most_one([self._chosen[here][at], *rivals])

    def _far_apart(self, one: str, other: str) -> bool:
        a, b = self._workshops[one].wanted.venue, self._workshops[other].wanted.venue
        return bool(self._season.way(a, b) or self._season.way(b, a))

    def _one_at_a_time(self, ids: Iterable[str]) -> None:
        """At each instant at which a slot begins at most one of the slots that hold it: a clique, which bounds well."""
        slots = [
            (self._workshops[id_].begins[at], self._workshops[id_].ends[at], var)
            for id_ in ids
            for at, var in enumerate(self._chosen[id_])
        ]
        slots.sort(key=lambda slot: slot[:2])
        running: list[tuple[int, _Var]] = []
        for rank, (begin, end, var) in enumerate(slots):
            running = [(until, other) for until, other in running if until > begin]
            running.append((end, var))
            if len(running) > 1 and (rank + 1 == len(slots) or slots[rank + 1][0] > begin):
                self._model.add_at_most_one([other for _, other in running])

    def _rivals(self, one: str, other: str) -> Iterator[tuple[int, list[_Var]]]:
        """Each slot of a workshop with those of the other that nobody can attend besides."""
        for at in range(len(self._workshops[one])):
            found = clashing(self._season, self._workshops[one], at, self._workshops[other])
            if len(found):
                yield at, [self._chosen[other][there] for there in found]

    # --- what one person cannot do, where a solution ran into it

    def forbid(self, pairs: Iterable[_Pair]) -> None:
        """Have nobody attend both workshops of a pair when their slots clash: somebody stays away from one."""
        touched: set[str] = set()
        for one, other in sorted(pairs):
            self._pairs.add((one, other))
            near = self._model.new_bool_var("")
            for at, rivals in self._rivals(one, other):
                self._at_most(1, [self._chosen[one][at], *rivals], [near])
            for person in sorted(self._workshops[one].wanted.invited & self._workshops[other].wanted.invited):
                free = [*self._free(one, person), *self._free(other, person)]
                away = [*self._stays_away(one, person), *self._stays_away(other, person)]
                self._at_most(2, [*free, near], away)
            touched |= {one, other}
        for id_ in sorted(touched):
            self._keep_enough(id_)
        self._maximise()

    def _free(self, id_: str, person: str) -> list[_Var]:
        one = self._workshops[id_]
        rank = one.rank(person)
        return [var for at, var in enumerate(self._chosen[id_]) if one.free[at] >> rank & 1]

    def _stays_away(self, id_: str, person: str) -> list[_Var]:
        """Whether a person who is free stays away; somebody required never does."""
        if person in self._workshops[id_].wanted.required:
            return []
        if (id_, person) not in self._away:
            self._away[id_, person] = self._model.new_bool_var("")
        return [self._away[id_, person]]

    def _at_most(self, most: int, counted: list[_Var], discounted: list[_Var]) -> None:
        signs = [1] * len(counted) + [-1] * len(discounted)
        self._model.add_linear_constraint(
            cp_model.LinearExpr.weighted_sum([*counted, *discounted], signs), -len(discounted), most
        )

    def _keep_enough(self, id_: str) -> None:
        one = self._workshops[id_]
        spare = [free.bit_count() - one.wanted.min_present for free in one.free]
        away = [var for (where, _), var in self._away.items() if where == id_]
        self._model.add_linear_constraint(
            cp_model.LinearExpr.weighted_sum([*self._chosen[id_], *away], [*spare, *[-1] * len(away)]),
            0,
            sum(one.free[at].bit_count() for at in range(len(one))) + 1 + abs(one.wanted.min_present) * len(one),
        )

    # --- solving

    def _maximise(self) -> None:
        terms: list[_Var] = []
        worth: list[int] = []
        for id_, variables in self._chosen.items():
            one = self._workshops[id_]
            terms += variables
            worth += [
                self._one_more + value * self._tie - school for value, school in zip(one.value, one.school, strict=True)
            ]
        for (id_, person), var in self._away.items():
            one = self._workshops[id_]
            terms.append(var)
            worth.append(-self._tie * one.units[one.rank(person)])
        self._model.maximize(cp_model.LinearExpr.weighted_sum(terms, worth))

    def solve(self, seconds: float, hint: Draft) -> tuple[Draft, bool, int] | None:
        """Solve within so many seconds, beginning at a hint.

        Gives the draft found, whether it is the best of this model, and what no objective can exceed; None when
        there was no time even for one.
        """
        self._hint(hint)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        status = solver.solve(self._model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return self._draft(solver), status == cp_model.OPTIMAL, int(solver.best_objective_bound + 1e-6)

    def _hint(self, hint: Draft) -> None:
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for id_, variables in self._chosen.items():
            for at, var in enumerate(variables):
                self._model.add_hint(var, hint.slots.get(id_) == at)

    def most_placed(self, bound: int) -> int:
        """How many workshops any plan places at most when its objective cannot exceed that bound."""
        all_of_them = len(self._workshops)
        return min(all_of_them, (bound + self._tie) // self._one_more) if self._one_more else all_of_them

    def most_presence(self, bound: int, placed: int) -> int:
        """How much presence, in units, a plan with so many workshops placed has at most."""
        rest = bound - placed * self._one_more
        return min(self.presence, max(0, -(-rest // self._tie)))

    def _draft(self, solver: cp_model.CpSolver) -> Draft:
        draft = Draft()
        for id_, variables in self._chosen.items():
            for at, var in enumerate(variables):
                if solver.boolean_value(var):
                    draft.slots[id_] = at
                    draft.attending[id_] = self._workshops[id_].free[at]
        for (id_, person), var in self._away.items():
            if id_ in draft.slots and solver.boolean_value(var):
                one = self._workshops[id_]
                draft.attending[id_] &= ~(1 << one.rank(person))
        return draft

    def clashes(self, draft: Draft) -> set[_Pair]:
        """The pairs of workshops that somebody attends although nobody can."""
        found: set[_Pair] = set()
        for one, other in combinations(sorted(draft.slots), 2):
            if (one, other) in self._pairs:
                continue
            a, b = self._workshops[one], self._workshops[other]
            if _shared(a, draft.attending[one], b, draft.attending[other]) and clash(
                self._season, a, draft.slots[one], b, draft.slots[other]
            ):
                found.add((one, other))
        return found


def _shared(one: Candidates, attending: int, other: Candidates, attending_other: int) -> bool:
    there = {person.id for rank, person in enumerate(other.people) if attending_other >> rank & 1}
    return any(person.id in there for rank, person in enumerate(one.people) if attending >> rank & 1)
