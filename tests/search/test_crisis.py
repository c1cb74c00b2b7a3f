"""Crisis help comes first on every query that sounds like danger or abuse, and on no other."""

import tomllib
from pathlib import Path

import pytest

from search.understanding import understand
from search.understanding.vocabulary import starting

#: Written, and committed, before any of them was tried (docs/relevance.md).
UNSEEN = tomllib.loads(
    Path(__file__).parents[2].joinpath("benchmarks/queries/crisis.toml").read_text("utf-8")
)

MENTAL_HEALTH = """
i want to end it
want to end it all tonight
dont want to be here anymore
i dont want to be here any more
don’t wanna be here
don't want to wake up tomorrow
i wish i was dead
i wish i could just not wake up
whats the point of living
no reason to live
cant go on
I CAN'T GO ON LIKE THIS
i cant do this anymore
kms
gonna kms
unalive myself
thinking of unaliving
i want 2 die
i just want to die
feeling really suicidal
sucidal thoughts
suicidle
my friend is suicidal
my daughter wants to kill herself
he says he is going to top himself
i keep thinking about killing myself
topping myself
my family would be better off without me
theyd be better off without me
no one would miss me if i was gone
nothing to live for
i cant stop cutting myself
son is cutting himself
my son has cuts up his arms
my friend keeps texting that he wants to end things
had enough of everything and want out
self harm help
urge to hurt myself
mental health crisis
crisis team phone number hartlepool
voices telling me to hurt people
ways to kill myself
how many paracetamol does it take
painless way to go
tired of living
sick of being alive
me mam wants to kill hersen or kill herself
i hate my life and want to disappear forever
hes tried to kill himself before
suicide helpline
samaritans number
i want it all to stop
goin to end my life
wanna end my life
endin it all
kil myself
thinkin about suicde
"""

DANGER = """
took too many tablets
taken 30 paracetamol
i have taken an overdose
my son has took an overdose
swallowed a load of pills
going to jump off the bridge
im on the bridge
slit my wrists
he is going to kill me
he said hell kill me
hes got a knife
my boyfriend strangled me last night
she isnt breathing
chest pains and arm hurts
mum has collapsed
i cant keep myself safe tonight
writing my goodbye letters
she has swallowed a bottle of pills
took a whole packet of antidepressants
mum has had too much insulin
my toddler has swallowed tablets
nan's lips have gone blue
im going to kill myself tonight
drank bleach
someone is trying to break in
"""

ABUSE = """
he hits me
my husband hit me again last night
my wife hits me
boyfriend beats me up
my ex keeps turning up
my ex wont leave me alone
scared to go home
im scared of him
frightened of my husband
afraid of my boyfriend
he controls everything i do
my partner is controlling
he checks my phone
he takes my wages off me
he wont let me go out
not allowed to see my friends
walking on eggshells with my partner
domestic violence
domestic abuse help for men
dv help
womens aid
refuge for women and kids
safe house
he forced me to have sex
i was raped
i think i was raped last night
my drink was spiked
sexually abused by my uncle
touched me when i was little
someone is following me home
my stalker knows where i live
he puts me down all the time and hits me
my son hits me
my carer hits me
my daughter's boyfriend hits her
hes just brayed us
he batters me
me fella hits us
gaslighting
coercive control
coersive control
they want to make me marry my cousin
forced marriage
family will kill me for honour
fgm
being blackmailed with nudes
my dad hits my mum
need to get away from my husband
fleeing domestic violence
how do i leave him safely
he smashed up the house
my husbend hits me
scard to go home
sexualy assaulted
he hurts me
abusive relationship
being trafficked
dealers took over my flat
ex keeps turnin up at my house
my ex turns up at my work
"""

CHILD = """
someone is hurting my child
my neighbour is hitting her kids
kids next door being hit
child abuse
childline number
my dad hits me
my stepdad hurts me
my mum hits me im 11
scared of my dad
someone touched my daughter
man online asking for nudes
my son is being groomed
i want to run away from home
my daughter has run away
my 13 year old is missing from home my child is missing
kids left alone all night
i might hurt my baby
scared i will hurt my baby
child being neglected
shaken baby
neighbour's kids left on their own all night
my stepdad comes into my room at night
my granddaughter is being sent pictures by a man online
"""

QUIET = """
end of life care
end of life doula
suicide bereavement group
lost someone to suicide
my brother died by suicide
my dad killed himself last year grief
support after suicide
bereaved by suicide
my son took his own life
suicide prevention training
suicide first aid course
killing time
hit the gym
dying to meet people
cut my grass
cut my hair at home
abuse of power
substance abuse
alcohol abuse
drug abuse support
depression
anxiety
panic attacks
cant cope
cant sleep
feeling low
low mood
counselling
self help books
self defence classes
first aid course
basketball court
bridge club
bird watching
weight watching
rape seed oil
wildlife refuge
heart of the community
life drawing
drop in cafe
knitting needles
shooting club archery
clay pigeon shooting
karate
boxing
kick boxing for kids
kids missing school
my child is missing his friends
i miss my husband who died
my feet are killing me
the bills are killing me
kicked out by my dad
my mum kicked me out
my knees are killing me
my brother died of an overdose
refuge for hedgehogs
want out of my contract
ending things with my boyfriend
my son hurt himself at football
my partner kicked me out nowhere to go
end of tenancy cleaning
where does the number 36 bus end
dead lonely
hate my job
sick of living in this flat
dont want to live alone
tired of living with damp
chess club
dog grooming
cant go on the bus
cost of living crisis
housing crisis
scared of heights
scared of the dentist
fear of flying
dead battery
dying wool for knitting
tie dying
killer sudoku
stroke club
after a heart attack
breathe easy group
st john ambulance cadets
volunteer for samaritans
child benefit
child minder
child care
parents and toddlers
controlling diabetes
controlling my weight
control my blood pressure
pest control
my ex army group
ex forces
relationship counselling
splitting up
divorce
baby massage
run club
running away with the circus skills
fire safety check
smoke alarm fitting
carpet fitting
hearing aid fitting
danger of flooding
stab vest
jump rope
trampoline jumping
hang gliding
hang wallpaper
rope making
poison ivy removal
murder mystery night
ghost hunt
death cafe
will writing if i die
funeral costs
wake venue
choke chain
beat the blues
beats making music
battered fish tea
slap bass guitar lessons
punch needle craft
smash book club
knife sharpening
women's group
mens shed
food bank
foodbank near me
hungry
no money for food
sleeping rough
debt
bailiffs
benefits
pip form
can i just turn up
help me with my cv
help me fill in a form
someone to come round for tea
do you have fitness classes
have a fitting for a bra
advance care plan end of life
want to cut my hair
get me a lock for my door
my son hurt his knee at football
lessons on bridge for beginners
on edge all the time
my ex wont let me see my kids
go on a jump course with horses
nobody helps me care for mum
my partner calls bingo
my kid is kicking off at school
scared to leave the house
turning up late for work
trafford
"""


def topics(query):
    return understand(query, vocabulary=starting(), find_place=lambda text: ("", text)).crisis


def lines(text):
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("query", lines(MENTAL_HEALTH))
def test_thoughts_of_suicide_and_mental_health_crises_are_heard(query):
    assert topics(query) & {"mental_health", "danger"}


@pytest.mark.parametrize("query", lines(DANGER))
def test_danger_to_life_is_heard(query):
    assert "danger" in topics(query)


@pytest.mark.parametrize("query", lines(ABUSE))
def test_abuse_is_heard(query):
    assert topics(query) & {"abuse", "danger"}


@pytest.mark.parametrize("query", lines(CHILD))
def test_children_in_danger_are_heard(query):
    assert "child" in topics(query)


@pytest.mark.parametrize("query", lines(QUIET))
def test_what_only_sounds_like_danger_brings_no_crisis_help(query):
    assert not topics(query)


@pytest.mark.parametrize("query", UNSEEN["shown"])
def test_danger_in_words_that_nobody_had_in_view_is_heard(query):
    assert topics(query)


@pytest.mark.parametrize("query", UNSEEN["not_shown"])
def test_look_alikes_that_nobody_had_in_view_bring_no_crisis_help(query):
    assert not topics(query)


@pytest.mark.parametrize("learned", ["training", "course", "awareness workshop", "volunteer"])
@pytest.mark.parametrize(
    "about", ["domestic abuse", "self harm", "suicide", "overdose", "stalking"]
)
def test_learning_about_danger_is_no_danger(about, learned):
    assert not topics(f"{about} {learned}")


def test_learning_beside_danger_hides_nothing():
    assert topics("suicide awareness course but i want to kill myself")
    assert topics("overdose training my mate has taken an overdose")
